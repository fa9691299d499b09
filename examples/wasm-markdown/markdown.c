/* Markdown to HTML, for WASI preview 1. Event: {"markdown": "text"}. Answer: {"html": "…", "words": n}.
 * Headings, paragraphs, lists, quotes, code blocks; in a line: `code`, *emphasis*, **strong**, [text](link).
 * All text is escaped, and a link may only lead to http, https, mailto or within the page. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *bytes;
    size_t length, room;
} Text;

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void append(Text *text, const char *bytes, size_t length) {
    if (text->length + length + 1 > text->room) {
        text->room = (text->length + length + 1) * 2;
        text->bytes = realloc(text->bytes, text->room);
        if (text->bytes == NULL) fail("there is no memory left for the page");
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = 0;
}

static void add(Text *text, const char *string) {
    append(text, string, strlen(string));
}

static void put_utf8(Text *text, unsigned c) {
    char b[4];
    if (c < 0x80) {
        b[0] = (char)c;
        append(text, b, 1);
    } else if (c < 0x800) {
        b[0] = (char)(0xc0 | c >> 6), b[1] = (char)(0x80 | (c & 63));
        append(text, b, 2);
    } else if (c < 0x10000) {
        b[0] = (char)(0xe0 | c >> 12), b[1] = (char)(0x80 | (c >> 6 & 63)), b[2] = (char)(0x80 | (c & 63));
        append(text, b, 3);
    } else {
        b[0] = (char)(0xf0 | c >> 18), b[1] = (char)(0x80 | (c >> 12 & 63));
        b[2] = (char)(0x80 | (c >> 6 & 63)), b[3] = (char)(0x80 | (c & 63));
        append(text, b, 4);
    }
}

static unsigned hex4(const char *at) {
    char digits[5] = {0};
    memcpy(digits, at, strnlen(at, 4));
    return (unsigned)strtoul(digits, NULL, 16);
}

/* The JSON string that follows the name, with its escapes undone. */
static Text string_of(const char *json, const char *name) {
    Text value = {0};
    const char *at = strstr(json, name);
    if (at == NULL) fail("the event has no \"markdown\"; send {\"markdown\": \"# A text\"}");
    at += strlen(name);
    at += strspn(at, " \t\r\n:");
    if (*at++ != '"') fail("\"markdown\" is no string");
    for (; *at != '"'; at++) {
        if (*at == 0) fail("\"markdown\" does not end");
        if (*at != '\\') {
            append(&value, at, 1);
            continue;
        }
        switch (*++at) {
            case 'n': add(&value, "\n"); break;
            case 't': add(&value, "\t"); break;
            case 'r': case 'b': case 'f': break;
            case 'u': {
                unsigned c = hex4(at + 1);
                at += strnlen(at + 1, 4);
                if (c >= 0xd800 && c < 0xdc00 && at[1] == '\\' && at[2] == 'u') {
                    c = 0x10000 + ((c - 0xd800) << 10) + ((hex4(at + 3) - 0xdc00) & 0x3ff);
                    at += 6;
                }
                put_utf8(&value, c);
                break;
            }
            case 0: fail("\"markdown\" does not end");
            default: append(&value, at, 1);
        }
    }
    add(&value, "");
    return value;
}

static void escape(Text *html, const char *from, size_t length) {
    for (size_t i = 0; i < length; i++) {
        switch (from[i]) {
            case '<': add(html, "&lt;"); break;
            case '>': add(html, "&gt;"); break;
            case '&': add(html, "&amp;"); break;
            case '"': add(html, "&quot;"); break;
            default: append(html, from + i, 1);
        }
    }
}

static int may_lead_to(const char *link, size_t length) {
    static const char *const good[] = {"http://", "https://", "mailto:", "#", "/"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (length >= strlen(good[i]) && strncmp(link, good[i], strlen(good[i])) == 0) return 1;
    }
    return 0;
}

static void inline_text(Text *html, const char *from, size_t length);

/* What stands between a mark and its next occurrence; how many bytes that were, 0 when there is none. */
static size_t marked(Text *html, const char *from, size_t length, const char *mark, const char *tag) {
    size_t width = strlen(mark);
    if (length < 2 * width + 1 || strncmp(from, mark, width) != 0) return 0;
    for (size_t end = width + 1; end + width <= length; end++) {
        if (strncmp(from + end, mark, width) != 0) continue;
        add(html, "<"), add(html, tag), add(html, ">");
        if (*mark == '`') {
            escape(html, from + width, end - width);
        } else {
            inline_text(html, from + width, end - width);
        }
        add(html, "</"), add(html, tag), add(html, ">");
        return end + width;
    }
    return 0;
}

static size_t linked(Text *html, const char *from, size_t length) {
    const char *close = *from == '[' ? memchr(from, ']', length) : NULL;
    if (close == NULL || close + 1 >= from + length || close[1] != '(') return 0;
    const char *end = memchr(close, ')', (size_t)(from + length - close));
    if (end == NULL || !may_lead_to(close + 2, (size_t)(end - close - 2))) return 0;
    add(html, "<a href=\"");
    escape(html, close + 2, (size_t)(end - close - 2));
    add(html, "\">");
    inline_text(html, from + 1, (size_t)(close - from - 1));
    add(html, "</a>");
    return (size_t)(end + 1 - from);
}

static void inline_text(Text *html, const char *from, size_t length) {
    for (size_t i = 0; i < length;) {
        size_t taken = marked(html, from + i, length - i, "`", "code");
        if (taken == 0) taken = marked(html, from + i, length - i, "**", "strong");
        if (taken == 0) taken = marked(html, from + i, length - i, "*", "em");
        if (taken == 0) taken = linked(html, from + i, length - i);
        if (taken == 0) {
            escape(html, from + i, 1);
            taken = 1;
        }
        i += taken;
    }
}

/* The block that is open, closed when another one begins. */
static void become(Text *html, const char **open, const char *tag) {
    if (*open == tag) return;
    if (*open != NULL) add(html, "</"), add(html, *open), add(html, ">\n");
    if (tag != NULL) add(html, "<"), add(html, tag), add(html, ">");
    *open = tag;
}

static void block(Text *html, const char **open, const char *line, size_t length) {
    static const char *const p = "p", *const ul = "ul", *const quote = "blockquote";
    size_t level = strspn(line, "#");
    if (level > 0 && level <= 6 && level < length && line[level] == ' ') {
        char tag[] = {'h', (char)('0' + level), 0};
        become(html, open, NULL);
        add(html, "<"), add(html, tag), add(html, ">");
        inline_text(html, line + level + 1, length - level - 1);
        add(html, "</"), add(html, tag), add(html, ">\n");
    } else if (length > 2 && (strncmp(line, "- ", 2) == 0 || strncmp(line, "* ", 2) == 0)) {
        become(html, open, ul);
        add(html, "<li>");
        inline_text(html, line + 2, length - 2);
        add(html, "</li>");
    } else if (length > 2 && strncmp(line, "> ", 2) == 0) {
        become(html, open, quote);
        inline_text(html, line + 2, length - 2);
    } else if (length == 0) {
        become(html, open, NULL);
    } else {
        if (*open == p) add(html, " ");
        become(html, open, p);
        inline_text(html, line, length);
    }
}

static Text html_of(const Text *markdown) {
    Text html = {0};
    const char *open = NULL;
    int code = 0;
    for (const char *line = markdown->bytes; *line != 0;) {
        size_t length = strcspn(line, "\n");
        if (strncmp(line, "```", 3) == 0) {
            become(&html, &open, NULL);
            add(&html, code ? "</code></pre>\n" : "<pre><code>");
            code = !code;
        } else if (code) {
            escape(&html, line, length);
            add(&html, "\n");
        } else {
            block(&html, &open, line, length);
        }
        line += length + (line[length] == '\n');
    }
    become(&html, &open, NULL);
    if (code) add(&html, "</code></pre>\n");
    add(&html, "");
    return html;
}

static unsigned words_in(const char *text) {
    unsigned words = 0;
    int inside = 0;
    for (; *text != 0; text++) {
        int blank = strchr(" \t\n#*>`-", *text) != NULL;
        words += !blank && !inside;
        inside = !blank;
    }
    return words;
}

static void print_string(const Text *text) {
    putchar('"');
    for (size_t i = 0; i < text->length; i++) {
        unsigned char c = (unsigned char)text->bytes[i];
        if (c == '"' || c == '\\') {
            printf("\\%c", c);
        } else if (c == '\n') {
            printf("\\n");
        } else if (c < ' ') {
            printf("\\u%04x", c);
        } else {
            putchar(c);
        }
    }
    putchar('"');
}

int main(void) {
    Text event = {0};
    char buffer[16 * 1024];
    size_t got;
    while ((got = fread(buffer, 1, sizeof buffer, stdin)) > 0) append(&event, buffer, got);
    add(&event, "");
    Text markdown = string_of(event.bytes, "\"markdown\"");
    Text html = html_of(&markdown);
    printf("{\"html\":");
    print_string(&html);
    printf(",\"words\":%u}\n", words_in(markdown.bytes));
    fprintf(stderr, "%zu bytes of Markdown became %zu of HTML\n", markdown.length, html.length);
    return 0;
}
