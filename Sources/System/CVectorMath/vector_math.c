#include "vector_math.h"

#include <math.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define FAST __attribute__((target("avx2,fma")))
#define HAS_FAST 1
#else
#define FAST
#define HAS_FAST 0
#endif

int vm_is_accelerated(void) {
#if HAS_FAST
    static int known = -1;
    if (known < 0) known = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    return known;
#else
    return 0;
#endif
}

size_t vm_packed_count(size_t outputs, size_t inputs) {
    return (outputs + VM_PANEL - 1) / VM_PANEL * VM_PANEL * inputs;
}

void vm_pack(const float *weight, size_t outputs, size_t inputs, float *packed) {
    for (size_t start = 0; start < outputs; start += VM_PANEL) {
        float *panel = packed + start * inputs;
        for (size_t k = 0; k < inputs; k++)
            for (size_t j = 0; j < VM_PANEL; j++)
                panel[k * VM_PANEL + j] = start + j < outputs ? weight[(start + j) * inputs + k] : 0;
    }
}

/* Portable versions */

static void linear_block(const float *x, size_t rows, size_t inputs, const float *panel, const float *bias,
                         size_t columns, float *y, size_t stride) {
    for (size_t i = 0; i < rows; i++) {
        float sums[VM_PANEL] = {0};
        for (size_t k = 0; k < inputs; k++)
            for (size_t j = 0; j < VM_PANEL; j++) sums[j] += x[i * inputs + k] * panel[k * VM_PANEL + j];
        for (size_t j = 0; j < columns; j++) y[i * stride + j] = sums[j] + bias[j];
    }
}

/* exp by splitting into a power of two and a polynomial on [-ln 2 / 2, ln 2 / 2]; relative error below 2e-7. */
static inline float fast_exp(float x) {
    x = x < -87.0f ? -87.0f : (x > 87.0f ? 87.0f : x);
    float n = __builtin_rintf(x * 1.44269504f);
    float r = x - n * 0.693359375f + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    union { int32_t bits; float value; } power = {((int32_t)n + 127) << 23};
    return p * power.value;
}

/* Abramowitz and Stegun 7.1.26: absolute error below 1.5e-7. */
static inline float gelu(float x) {
    float z = x * 0.70710678f;
    float a = z < 0 ? -z : z;
    float t = 1.0f / (1.0f + 0.3275911f * a);
    float p = ((((1.061405429f * t - 1.453152027f) * t + 1.421413741f) * t - 0.284496736f) * t + 0.254829592f) * t;
    float e = 1.0f - p * fast_exp(-a * a);
    return 0.5f * x * (1.0f + (z < 0 ? -e : e));
}

#define INLINED static inline __attribute__((always_inline))

INLINED void gelu_loop(float *x, size_t count) {
    for (size_t i = 0; i < count; i++) x[i] = gelu(x[i]);
}

INLINED float sum_of(const float *lanes) {
    return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

INLINED float row_mean(const float *row, size_t width) {
    float lanes[8] = {0};
    size_t j = 0;
    for (; j + 8 <= width; j += 8)
        for (size_t l = 0; l < 8; l++) lanes[l] += row[j + l];
    float sum = sum_of(lanes);
    for (; j < width; j++) sum += row[j];
    return sum / (float)width;
}

INLINED float row_variance(const float *row, size_t width, float mean) {
    float lanes[8] = {0};
    size_t j = 0;
    for (; j + 8 <= width; j += 8)
        for (size_t l = 0; l < 8; l++) lanes[l] += (row[j + l] - mean) * (row[j + l] - mean);
    float sum = sum_of(lanes);
    for (; j < width; j++) sum += (row[j] - mean) * (row[j] - mean);
    return sum / (float)width;
}

INLINED void add_norm_loop(float *x, const float *residual, size_t rows, size_t width, const float *weight,
                           const float *bias, float epsilon) {
    for (size_t i = 0; i < rows; i++) {
        float *row = x + i * width;
        if (residual)
            for (size_t j = 0; j < width; j++) row[j] += residual[i * width + j];
        float mean = row_mean(row, width);
        float scale = 1.0f / sqrtf(row_variance(row, width, mean) + epsilon);
        for (size_t j = 0; j < width; j++) row[j] = (row[j] - mean) * scale * weight[j] + bias[j];
    }
}

/* One row's scores against all keys (which lie transposed), as a softmax that is not yet divided by its sum. */
INLINED float attention_weights(const float *query, const float *keys, size_t rows, size_t size, float *score) {
    float scaling = 1.0f / sqrtf((float)size);
    size_t j = 0;
    for (; j + 32 <= rows; j += 32) {
        float sums[32] = {0};
        for (size_t d = 0; d < size; d++)
            for (size_t l = 0; l < 32; l++) sums[l] += query[d] * keys[d * rows + j + l];
        for (size_t l = 0; l < 32; l++) score[j + l] = sums[l] * scaling;
    }
    for (; j < rows; j++) {
        float sum = 0;
        for (size_t d = 0; d < size; d++) sum += query[d] * keys[d * rows + j];
        score[j] = sum * scaling;
    }
    float top = score[0];
    for (j = 1; j < rows; j++) top = score[j] > top ? score[j] : top;
    for (j = 0; j < rows; j++) score[j] = fast_exp(score[j] - top);
    return row_mean(score, rows) * (float)rows;
}

INLINED void attention_loop(const float *qkv, size_t rows, size_t heads, size_t size, float *out, float *scratch) {
    size_t width = heads * size;
    float *score = scratch, *keys = score + rows, *values = keys + rows * size;
    for (size_t h = 0; h < heads; h++) {
        for (size_t i = 0; i < rows; i++)
            for (size_t d = 0; d < size; d++) {
                keys[d * rows + i] = qkv[i * 3 * width + width + h * size + d];
                values[i * size + d] = qkv[i * 3 * width + 2 * width + h * size + d];
            }
        for (size_t i = 0; i < rows; i++) {
            float total = attention_weights(qkv + i * 3 * width + h * size, keys, rows, size, score);
            float *result = out + i * width + h * size;
            for (size_t from = 0; from < size; from += 32) {
                size_t lanes = size - from < 32 ? size - from : 32;
                float sums[32] = {0};
                if (lanes == 32)
                    for (size_t j = 0; j < rows; j++)
                        for (size_t l = 0; l < 32; l++) sums[l] += score[j] * values[j * size + from + l];
                else
                    for (size_t j = 0; j < rows; j++)
                        for (size_t l = 0; l < lanes; l++) sums[l] += score[j] * values[j * size + from + l];
                for (size_t l = 0; l < lanes; l++) result[from + l] = sums[l] / total;
            }
        }
    }
}

static void gelu_portable(float *x, size_t count) { gelu_loop(x, count); }

static void add_norm_portable(float *x, const float *residual, size_t rows, size_t width, const float *weight,
                              const float *bias, float epsilon) {
    add_norm_loop(x, residual, rows, width, weight, bias, epsilon);
}

static void attention_portable(const float *qkv, size_t rows, size_t heads, size_t size, float *out, float *scratch) {
    attention_loop(qkv, rows, heads, size, out, scratch);
}

static float dot_portable(const float *a, const float *b, size_t count) {
    float sums[16] = {0};
    size_t i = 0;
    for (; i + 16 <= count; i += 16)
        for (size_t l = 0; l < 16; l++) sums[l] += a[i + l] * b[i + l];
    float sum = 0;
    for (size_t l = 0; l < 16; l++) sum += sums[l];
    for (; i < count; i++) sum += a[i] * b[i];
    return sum;
}

static int32_t dot_bytes_portable(const int8_t *a, const int8_t *b, size_t width) {
    int32_t sum = 0;
    for (size_t i = 0; i < width; i++) sum += (int32_t)a[i] * (int32_t)b[i];
    return sum;
}

#if HAS_FAST

/* The same loops, which the compiler turns into AVX2. */
FAST static void gelu_fast(float *x, size_t count) { gelu_loop(x, count); }

FAST static void add_norm_fast(float *x, const float *residual, size_t rows, size_t width, const float *weight,
                               const float *bias, float epsilon) {
    add_norm_loop(x, residual, rows, width, weight, bias, epsilon);
}

FAST static void attention_fast(const float *qkv, size_t rows, size_t heads, size_t size, float *out, float *scratch) {
    if (size == 32) attention_loop(qkv, rows, heads, 32, out, scratch);
    else attention_loop(qkv, rows, heads, size, out, scratch);
}

FAST static float dot_fast(const float *a, const float *b, size_t count) {
    __m256 s0 = _mm256_setzero_ps(), s1 = s0, s2 = s0, s3 = s0;
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        s0 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), s0);
        s1 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 8), _mm256_loadu_ps(b + i + 8), s1);
        s2 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 16), _mm256_loadu_ps(b + i + 16), s2);
        s3 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 24), _mm256_loadu_ps(b + i + 24), s3);
    }
    float lanes[8];
    _mm256_storeu_ps(lanes, _mm256_add_ps(_mm256_add_ps(s0, s1), _mm256_add_ps(s2, s3)));
    float sum = sum_of(lanes);
    for (; i < count; i++) sum += a[i] * b[i];
    return sum;
}

/* Six rows by sixteen columns stay in registers. */
#define ROWS 6
FAST static void linear_tile(const float *x, size_t inputs, size_t from, size_t to, const float *panel, float *y,
                             size_t stride, const float *bias) {
    __m256 c[ROWS][2];
    for (int i = 0; i < ROWS; i++) {
        c[i][0] = bias ? _mm256_loadu_ps(bias) : _mm256_loadu_ps(y + i * stride);
        c[i][1] = bias ? _mm256_loadu_ps(bias + 8) : _mm256_loadu_ps(y + i * stride + 8);
    }
    for (size_t k = from; k < to; k++) {
        __m256 b0 = _mm256_loadu_ps(panel + k * VM_PANEL), b1 = _mm256_loadu_ps(panel + k * VM_PANEL + 8);
        for (int i = 0; i < ROWS; i++) {
            __m256 a = _mm256_broadcast_ss(x + i * inputs + k);
            c[i][0] = _mm256_fmadd_ps(a, b0, c[i][0]);
            c[i][1] = _mm256_fmadd_ps(a, b1, c[i][1]);
        }
    }
    for (int i = 0; i < ROWS; i++) {
        _mm256_storeu_ps(y + i * stride, c[i][0]);
        _mm256_storeu_ps(y + i * stride + 8, c[i][1]);
    }
}

FAST static void linear_row(const float *x, size_t inputs, const float *panel, const float *bias, float *y) {
    __m256 c0 = _mm256_loadu_ps(bias), c1 = _mm256_loadu_ps(bias + 8), d0 = _mm256_setzero_ps(), d1 = d0;
    size_t k = 0;
    for (; k + 2 <= inputs; k += 2) {
        __m256 a = _mm256_broadcast_ss(x + k), b = _mm256_broadcast_ss(x + k + 1);
        c0 = _mm256_fmadd_ps(a, _mm256_loadu_ps(panel + k * VM_PANEL), c0);
        c1 = _mm256_fmadd_ps(a, _mm256_loadu_ps(panel + k * VM_PANEL + 8), c1);
        d0 = _mm256_fmadd_ps(b, _mm256_loadu_ps(panel + k * VM_PANEL + 16), d0);
        d1 = _mm256_fmadd_ps(b, _mm256_loadu_ps(panel + k * VM_PANEL + 24), d1);
    }
    for (; k < inputs; k++) {
        __m256 a = _mm256_broadcast_ss(x + k);
        c0 = _mm256_fmadd_ps(a, _mm256_loadu_ps(panel + k * VM_PANEL), c0);
        c1 = _mm256_fmadd_ps(a, _mm256_loadu_ps(panel + k * VM_PANEL + 8), c1);
    }
    _mm256_storeu_ps(y, _mm256_add_ps(c0, d0));
    _mm256_storeu_ps(y + 8, _mm256_add_ps(c1, d1));
}

/* Weights go through in slices that stay in the first cache while all rows pass by. */
#define SLICE 384
FAST static void linear_panel(const float *x, size_t rows, size_t inputs, const float *panel, const float *bias,
                              float *y, size_t stride) {
    size_t tiled = rows / ROWS * ROWS;
    for (size_t from = 0; from < inputs; from += SLICE) {
        size_t to = from + SLICE < inputs ? from + SLICE : inputs;
        for (size_t i = 0; i < tiled; i += ROWS)
            linear_tile(x + i * inputs, inputs, from, to, panel, y + i * stride, stride, from == 0 ? bias : NULL);
    }
    for (size_t i = tiled; i < rows; i++) linear_row(x + i * inputs, inputs, panel, bias, y + i * stride);
}

FAST static int32_t dot_bytes_fast(const int8_t *a, const int8_t *b, size_t width) {
    __m256i s0 = _mm256_setzero_si256(), s1 = s0;
    for (size_t i = 0; i < width; i += 32) {
        __m256i x = _mm256_loadu_si256((const __m256i *)(a + i)), y = _mm256_loadu_si256((const __m256i *)(b + i));
        /* |x| times y with the sign of x: bytes lie in -127...127, so two products never overflow 16 bits. */
        __m256i products = _mm256_maddubs_epi16(_mm256_abs_epi8(x), _mm256_sign_epi8(y, x));
        __m256i sums = _mm256_madd_epi16(products, _mm256_set1_epi16(1));
        if (i & 32) s1 = _mm256_add_epi32(s1, sums);
        else s0 = _mm256_add_epi32(s0, sums);
    }
    __m256i s = _mm256_add_epi32(s0, s1);
    __m128i half = _mm_add_epi32(_mm256_castsi256_si128(s), _mm256_extracti128_si256(s, 1));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4e));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xb1));
    return _mm_cvtsi128_si32(half);
}

FAST static void scan_fast(const int8_t *query, const int8_t *bytes, const float *scales, size_t rows, size_t width,
                           float *scores) {
    for (size_t i = 0; i < rows; i++) {
        __builtin_prefetch(bytes + (i + 8) * width);
        scores[i] = scales[i] * (float)dot_bytes_fast(query, bytes + i * width, width);
    }
}

#endif

/* The doors */

void vm_linear(const float *x, size_t rows, size_t inputs, const float *packed, const float *bias, size_t outputs,
               float *y) {
    for (size_t start = 0; start < outputs; start += VM_PANEL) {
        const float *panel = packed + start * inputs;
        size_t columns = outputs - start < VM_PANEL ? outputs - start : VM_PANEL;
#if HAS_FAST
        if (columns == VM_PANEL && vm_is_accelerated()) {
            linear_panel(x, rows, inputs, panel, bias + start, y + start, outputs);
            continue;
        }
#endif
        linear_block(x, rows, inputs, panel, bias + start, columns, y + start, outputs);
    }
}

void vm_gelu(float *x, size_t count) {
#if HAS_FAST
    if (vm_is_accelerated()) return gelu_fast(x, count);
#endif
    gelu_portable(x, count);
}

void vm_add_norm(float *x, const float *residual, size_t rows, size_t width, const float *weight, const float *bias,
                 float epsilon) {
#if HAS_FAST
    if (vm_is_accelerated()) return add_norm_fast(x, residual, rows, width, weight, bias, epsilon);
#endif
    add_norm_portable(x, residual, rows, width, weight, bias, epsilon);
}

void vm_attention(const float *qkv, size_t rows, size_t heads, size_t size, float *out, float *scratch) {
#if HAS_FAST
    if (vm_is_accelerated()) return attention_fast(qkv, rows, heads, size, out, scratch);
#endif
    attention_portable(qkv, rows, heads, size, out, scratch);
}

void vm_add_scaled(float *sum, const float *x, float scale, size_t count) {
    for (size_t i = 0; i < count; i++) sum[i] += scale * x[i];
}

float vm_dot(const float *a, const float *b, size_t count) {
#if HAS_FAST
    if (vm_is_accelerated()) return dot_fast(a, b, count);
#endif
    return dot_portable(a, b, count);
}

float vm_quantise(const float *x, size_t count, int8_t *bytes) {
    float top = 0;
    for (size_t i = 0; i < count; i++) top = fabsf(x[i]) > top ? fabsf(x[i]) : top;
    if (!(top > 0) || isinf(top)) {
        memset(bytes, 0, count);
        return 0;
    }
    for (size_t i = 0; i < count; i++) bytes[i] = (int8_t)lrintf(x[i] / top * 127.0f);
    return top / 127.0f;
}

void vm_scan(const int8_t *query, const int8_t *bytes, const float *scales, size_t rows, size_t width, float *scores) {
#if HAS_FAST
    if (vm_is_accelerated()) return scan_fast(query, bytes, scales, rows, width, scores);
#endif
    for (size_t i = 0; i < rows; i++)
        scores[i] = scales[i] * (float)dot_bytes_portable(query, bytes + i * width, width);
}
