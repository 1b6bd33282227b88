// Sends signed Slack events to a server and times the answers: every event has an id of its own, and the ids that were
// answered with 200 are written down, so that the server's store can be checked afterwards. (wrk and ab can do neither.)
//
// usage: bench_load PORT SECONDS CONNECTIONS RATE SECRET PREFIX ACKED
//   RATE 0: each connection sends as soon as it was answered. Otherwise so many a second, evenly spaced, and an answer is
//   timed from the moment its request was due, so that a server that stalls cannot hide it.
//   ACKED: file for the numbers of the events that were answered with 200, one a line; event ids are PREFIX + number.
// Prints one JSON object.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SLOT = 16384, LONGEST = 8000000 };
static const char *BODY =
    "{\"token\":\"XXYYZZ\",\"team_id\":\"T07MAYA01\",\"context_team_id\":\"T07MAYA01\",\"context_enterprise_id\":null,"
    "\"api_app_id\":\"A07HEALER1\",\"event\":{\"user\":\"U07CIBOT01\",\"type\":\"message\",\"ts\":\"%ld.%06ld\","
    "\"bot_id\":\"B07CIBOT01\",\"app_id\":\"A07CIBOT01\",\"text\":\"Build #%ld of shop/develop passed in 3 min 12 s "
    "<https://ci.example.com/builds/%ld|open>\",\"team\":\"T07MAYA01\",\"bot_profile\":{\"id\":\"B07CIBOT01\","
    "\"deleted\":false,\"name\":\"ci\",\"updated\":1700000000,\"app_id\":\"A07CIBOT01\",\"team_id\":\"T07MAYA01\"},"
    "\"blocks\":[{\"type\":\"rich_text\",\"block_id\":\"b7Xa\",\"elements\":[{\"type\":\"rich_text_section\","
    "\"elements\":[{\"type\":\"text\",\"text\":\"Build #%ld of shop/develop passed in 3 min 12 s \"}]}]}],"
    "\"channel\":\"C07DEVELOP\",\"event_ts\":\"%ld.%06ld\",\"channel_type\":\"channel\"},\"type\":\"event_callback\","
    "\"event_id\":\"%s%ld\",\"event_time\":%ld,\"authorizations\":[{\"enterprise_id\":null,\"team_id\":\"T07MAYA01\","
    "\"user_id\":\"U07HEALER1\",\"is_bot\":true,\"is_enterprise_install\":false}],\"is_ext_shared_channel\":false,"
    "\"event_context\":\"4-eyJldCI6Im1lc3NhZ2UiLCJ0aWQiOiJUMDdNQVlBMDEifQ\"}";

typedef struct {
    int fd, isBusy, hasAnswered;
    long number;
    double start;
    size_t toSend, sent, got;
    char out[SLOT], in[SLOT];
} Connection;

static int port, poller;
static const char *secret, *prefix;
static long nextNumber, ok, refused, broken;
static unsigned *latencies;  // in microseconds
static FILE *acked;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void dial(Connection *c) {
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&address, sizeof address) != 0) die("connecting");
    int yes = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event) != 0) die("watching");
    c->hasAnswered = 0;
}

static void push(Connection *c) {
    while (c->sent < c->toSend) {
        ssize_t n = send(c->fd, c->out + c->sent, c->toSend - c->sent, MSG_NOSIGNAL);
        if (n < 0) return;  // a full buffer or a closed one: reading finds out which
        c->sent += n;
    }
}

static void ask(Connection *c, double due) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    long s = t.tv_sec, us = t.tv_nsec / 1000, n = nextNumber++;
    char body[4096], base[4200], code[65];
    int length = snprintf(body, sizeof body, BODY, s, us, n, n, n, s, us, prefix, n, s);
    int baseLength = snprintf(base, sizeof base, "v0:%ld:%s", s, body);
    unsigned char mac[32];
    HMAC(EVP_sha256(), secret, strlen(secret), (unsigned char *)base, baseLength, mac, NULL);
    for (int i = 0; i < 32; i++) sprintf(code + 2 * i, "%02x", mac[i]);
    c->toSend = snprintf(
        c->out, sizeof c->out,
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: Slackbot 1.0 (+https://api.slack.com/robots)"
        "\r\nContent-Length: %d\r\nAccept: */*\r\nAccept-Encoding: gzip,deflate\r\nContent-Type: application/json\r\n"
        "X-Slack-Request-Timestamp: %ld\r\nX-Slack-Signature: v0=%s\r\n\r\n%s",
        port, length, s, code, body);
    c->sent = c->got = 0;
    c->number = n;
    c->start = due;
    c->isBusy = 1;
    push(c);
}

// The length of the whole answer in the buffer, 0 while it is not whole.
static size_t whole(Connection *c, int isOver) {
    c->in[c->got] = 0;
    char *end = strstr(c->in, "\r\n\r\n");
    if (!end) return 0;
    size_t head = end + 4 - c->in;
    *end = 0;
    char *length = strcasestr(c->in, "\r\ncontent-length:"), *chunked = strcasestr(c->in, "\r\ntransfer-encoding: chunked");
    size_t size = length ? head + atol(length + 17) : 0;
    *end = '\r';
    if (length) return c->got >= size ? size : 0;
    if (chunked) return strstr(end + 2, "\r\n0\r\n\r\n") ? c->got : 0;
    return isOver ? c->got : 0;
}

// 1 once the connection is free again.
static int listen_to(Connection *c) {
    ssize_t n = recv(c->fd, c->in + c->got, SLOT - 1 - c->got, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return push(c), 0;
    int isOver = n <= 0;
    if (n > 0) c->got += n;
    int isWhole = c->isBusy && whole(c, isOver) > 0, wasBusy = c->isBusy;
    if (isWhole) {
        c->isBusy = 0;
        c->hasAnswered = 1;
        double micros = (now() - c->start) * 1e6;
        if (ok + refused < LONGEST) latencies[ok + refused] = micros > 4e9 ? 4000000000u : (unsigned)micros;
        if (strncmp(c->in + 8, " 200", 4) == 0) {
            ok++;
            fprintf(acked, "%ld\n", c->number);
        } else {
            refused++;
        }
    }
    int closes = isOver || (isWhole && strcasestr(c->in, "\r\nconnection: close"));
    if (closes) {
        close(c->fd);
        if (wasBusy && !isWhole) {
            // An idle connection that the server closed just then is no failure: nothing was answered, so it is sent again.
            if (!c->hasAnswered || c->got > 0) broken++;
            c->isBusy = 0;
        }
        dial(c);
        return wasBusy;
    }
    return isWhole;
}

static int order(const void *a, const void *b) {
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;
    return x < y ? -1 : x > y;
}

int main(int count, char **words) {
    if (count != 8) return fprintf(stderr, "usage: bench_load PORT SECONDS CONNECTIONS RATE SECRET PREFIX ACKED\n"), 2;
    port = atoi(words[1]);
    double seconds = atof(words[2]), rate = atof(words[4]);
    int connections = atoi(words[3]);
    secret = words[5];
    prefix = words[6];
    acked = fopen(words[7], "w");
    poller = epoll_create1(0);
    latencies = malloc(sizeof *latencies * LONGEST);
    Connection *all = calloc(connections, sizeof *all), **idle = calloc(connections, sizeof *idle);
    struct epoll_event *events = calloc(connections, sizeof *events);
    if (!acked || poller < 0 || !latencies || !all || !idle || !events || connections < 1) die("starting");
    int idleCount = 0;
    for (int i = 0; i < connections; i++) {
        dial(&all[i]);
        idle[idleCount++] = &all[i];
    }
    double start = now(), end = start + seconds, due = start;
    long busy = 0;
    // Answers that are still on their way at the end are waited for: what the server took has to be known.
    for (double time = start; time < end || (busy > 0 && time < end + 10); time = now()) {
        while (time < end && idleCount > 0 && (rate == 0 || due <= time)) {
            ask(idle[--idleCount], rate == 0 ? time : due);
            busy++;
            if (rate > 0) due += 1 / rate;
        }
        double wait = time < end && rate > 0 && idleCount > 0 ? due - time : 0.05;
        struct timespec timeout = {.tv_nsec = wait > 0 ? (long)(wait * 1e9) : 0};
        int ready = epoll_pwait2(poller, events, connections, &timeout, NULL);
        for (int i = 0; i < ready; i++) {
            Connection *c = events[i].data.ptr;
            if (listen_to(c)) {
                idle[idleCount++] = c;
                busy--;
            }
        }
    }
    double took = now() - start;
    if (took < seconds) took = seconds;
    fclose(acked);
    long n = ok + refused < LONGEST ? ok + refused : LONGEST;
    qsort(latencies, n, sizeof *latencies, order);
#define SHARE(part) (n ? latencies[(long)((n - 1) * (part))] / 1e3 : 0.0)
    printf("{\"seconds\":%.3f,\"ok\":%ld,\"refused\":%ld,\"broken\":%ld,\"unanswered\":%ld,\"p50\":%.3f,\"p99\":%.3f,"
           "\"p999\":%.3f,\"max\":%.3f}\n",
           took, ok, refused, broken, busy, SHARE(.5), SHARE(.99), SHARE(.999), SHARE(1.0));
    return 0;
}
