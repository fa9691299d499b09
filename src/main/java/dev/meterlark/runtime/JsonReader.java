package dev.meterlark.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) into maps, lists, strings, {@link JsonNumber}s, booleans and null. Of equal
 * names the last one wins.
 */
final class JsonReader {

    static final int DEEPEST = 1000;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        reader.skipSpace();
        Object value = reader.value();
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.unexpected("the end");
        }
        return value;
    }

    private Object value() {
        char c = peek("a value");
        switch (c) {
            case '{':
                return object();
            case '[':
                return array();
            case '"':
                return string();
            case 't':
                return word("true", Boolean.TRUE);
            case 'f':
                return word("false", Boolean.FALSE);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private Map<String, Object> object() {
        enter();
        Map<String, Object> object = new LinkedHashMap<>();
        if (next("a name or }") == '}') {
            return leave(object);
        }
        while (true) {
            if (next("a name") != '"') {
                throw unexpected("a name in quotes");
            }
            String name = string();
            expect(':');
            skipSpace();
            object.put(name, value());
            if (next(", or }") == '}') {
                return leave(object);
            }
            expect(',');
        }
    }

    private List<Object> array() {
        enter();
        List<Object> array = new ArrayList<>();
        if (next("a value or ]") == ']') {
            return leave(array);
        }
        while (true) {
            skipSpace();
            array.add(value());
            if (next(", or ]") == ']') {
                return leave(array);
            }
            expect(',');
        }
    }

    private String string() {
        int start = ++at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                return text.substring(start, at++);
            }
            if (c == '\\') {
                return escaped(start);
            }
            if (c < ' ') {
                throw unexpected("no bare control character within a string");
            }
            at++;
        }
        throw unexpected("the end of a string");
    }

    private String escaped(int start) {
        StringBuilder value = new StringBuilder(text.length() - start > 64 ? 64 : 16);
        value.append(text, start, at);
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c < ' ') {
                at--;
                throw unexpected("no bare control character within a string");
            }
            value.append(c == '\\' ? escape() : c);
        }
        throw unexpected("the end of a string");
    }

    private char escape() {
        char c = peek("an escape");
        at++;
        switch (c) {
            case '"':
            case '\\':
            case '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return unicode();
            default:
                at--;
                throw unexpected("one of \"\\/bfnrtu after a backslash");
        }
    }

    private char unicode() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek("a hexadecimal digit"), 16);
            if (digit < 0 || text.charAt(at) > 'f') {
                throw unexpected("a hexadecimal digit");
            }
            value = value * 16 + digit;
            at++;
        }
        return (char) value;
    }

    private JsonNumber number() {
        int start = at;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        if (skip('.')) {
            digits();
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            digits();
        }
        return new JsonNumber(text.substring(start, at));
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw unexpected("a value");
        }
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw unexpected("a value");
        }
        at += word.length();
        return value;
    }

    private void enter() {
        at++;
        if (++depth > DEEPEST) {
            throw new JsonException("The event is nested deeper than " + DEEPEST + " levels");
        }
    }

    private <T> T leave(T value) {
        at++;
        depth--;
        return value;
    }

    private char next(String wanted) {
        skipSpace();
        return peek(wanted);
    }

    private char peek(String wanted) {
        if (at >= text.length()) {
            throw unexpected(wanted);
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (next("'" + c + "'") != c) {
            throw unexpected("'" + c + "'");
        }
        at++;
    }

    private boolean skip(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        if (there) {
            at++;
        }
        return there;
    }

    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }

    private JsonException unexpected(String wanted) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new JsonException(
                "The event is not JSON: "
                        + wanted
                        + " was expected at character "
                        + at
                        + ", found "
                        + found);
    }
}
