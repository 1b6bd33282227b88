#ifndef CODEHEALER_VECTOR_MATH_H
#define CODEHEALER_VECTOR_MATH_H

#include <stddef.h>
#include <stdint.h>

/* Loops that only C compiles well. Each has a version for AVX2 with FMA, chosen when the program runs, and a portable one.
   All matrices are row-major without gaps. Nothing here allocates or fails. */

/* 1 where the fast versions are in use. */
int vm_is_accelerated(void);

/* Weights are multiplied in panels of this many columns. */
#define VM_PANEL 16

/* How many floats a packed weight of `outputs` rows and `inputs` columns takes. */
size_t vm_packed_count(size_t outputs, size_t inputs);

/* Packs a weight matrix (outputs x inputs, as `y = W x` stores it) for vm_linear. */
void vm_pack(const float *weight, size_t outputs, size_t inputs, float *packed);

/* y (rows x outputs) = x (rows x inputs) * W^T + bias. */
void vm_linear(const float *x, size_t rows, size_t inputs, const float *packed, const float *bias, size_t outputs,
               float *y);

/* x = gelu(x), with the error function as BERT has it. */
void vm_gelu(float *x, size_t count);

/* x = layernorm(x + residual) * weight + bias, row by row; residual may be NULL. */
void vm_add_norm(float *x, const float *residual, size_t rows, size_t width, const float *weight, const float *bias,
                 float epsilon);

/* Self-attention of one text: qkv is rows x (3 * heads * size), with the queries, keys and values side by side; out is
   rows x (heads * size). scratch holds rows + 2 * rows * size floats. */
void vm_attention(const float *qkv, size_t rows, size_t heads, size_t size, float *out, float *scratch);

/* sum += x, or sum += scale * x. */
void vm_add_scaled(float *sum, const float *x, float scale, size_t count);

float vm_dot(const float *a, const float *b, size_t count);

/* One vector to signed bytes: x is about scale * bytes. Returns the scale; 0 for a vector of zeros. */
float vm_quantise(const float *x, size_t count, int8_t *bytes);

/* scores[i] = scales[i] * <query, bytes[i]> for `rows` vectors of `width` bytes; width is a multiple of 32. */
void vm_scan(const int8_t *query, const int8_t *bytes, const float *scales, size_t rows, size_t width, float *scores);

#endif
