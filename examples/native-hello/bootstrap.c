/* An executable that speaks the Runtime API itself: no runtime, no library, one static file.
 * It answers every event with {"hello":"from C","call":n,"event":the event}. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define LARGEST_EVENT (6 * 1024 * 1024 + 100)
#define HEAD 65536

static char head[HEAD + 1];
static char *event;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int connect_to(const char *api) {
    char host[64] = "127.0.0.1";
    const char *colon = strrchr(api, ':');
    if (colon == NULL || (size_t)(colon - api) >= sizeof host) fail("AWS_LAMBDA_RUNTIME_API");
    memcpy(host, api, (size_t)(colon - api));
    host[colon - api] = 0;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(colon + 1))};
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1) fail("address");
    int api_socket = socket(AF_INET, SOCK_STREAM, 0);
    if (api_socket < 0 || connect(api_socket, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
    int on = 1;
    setsockopt(api_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return api_socket;
}

static void say(int api_socket, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(api_socket, bytes, length);
        if (written <= 0) fail("write");
        bytes += written;
        length -= (size_t)written;
    }
}

/* Reads one answer: its head into `head`, its body into `event`; returns the length of the body. */
static size_t hear(int api_socket) {
    size_t filled = 0;
    char *end = NULL;
    while (end == NULL) {
        if (filled == HEAD) fail("head");
        ssize_t got = read(api_socket, head + filled, HEAD - filled);
        if (got <= 0) exit(0); /* the platform has ended the conversation */
        filled += (size_t)got;
        head[filled] = 0;
        end = strstr(head, "\r\n\r\n");
    }
    const char *header = strcasestr(head, "\r\nContent-Length:");
    size_t length = header == NULL || header > end ? 0 : strtoul(header + 17, NULL, 10);
    if (length > LARGEST_EVENT) fail("length");
    size_t have = filled - (size_t)(end + 4 - head);
    memcpy(event, end + 4, have);
    *end = 0;
    while (have < length) {
        ssize_t got = read(api_socket, event + have, length - have);
        if (got <= 0) exit(0);
        have += (size_t)got;
    }
    return length;
}

int main(void) {
    const char *api = getenv("AWS_LAMBDA_RUNTIME_API");
    event = malloc(LARGEST_EVENT + HEAD);
    if (api == NULL || event == NULL) fail("start");
    int api_socket = connect_to(api);
    char line[1024];
    for (unsigned long call = 1;; call++) {
        int length = snprintf(line, sizeof line, "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\n\r\n", api);
        say(api_socket, line, (size_t)length);
        size_t size = hear(api_socket);
        char id[64] = "";
        const char *header = strcasestr(head, "\r\nLambda-Runtime-Aws-Request-Id:");
        if (header == NULL || sscanf(header + 33, "%63s", id) != 1) fail("request id");

        char before[128];
        int prefix = snprintf(before, sizeof before, "{\"hello\":\"from C\",\"call\":%lu,\"event\":", call);
        const char *shown = size == 0 ? "null" : event;
        size_t shown_size = size == 0 ? 4 : size;
        length = snprintf(line, sizeof line,
            "POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: %s\r\n"
            "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
            id, api, (size_t)prefix + shown_size + 1, before);
        say(api_socket, line, (size_t)length);
        say(api_socket, shown, shown_size);
        say(api_socket, "}", 1);
        printf("call %lu: %zu bytes\n", call, size);
        fflush(stdout);
        hear(api_socket);
    }
}
