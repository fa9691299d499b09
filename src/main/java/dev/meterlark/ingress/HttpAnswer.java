package dev.meterlark.ingress;

import java.util.List;

/**
 * An answer as the function wants it, in order, but its headers not yet checked.
 *
 * @param status 200 to 599
 */
record HttpAnswer(int status, List<Field> fields, List<String> cookies, byte[] body) {

    /** One header. */
    record Field(String name, String value) {}

    static HttpAnswer of(String contentType, byte[] body) {
        return new HttpAnswer(
                200, List.of(new Field("content-type", contentType)), List.of(), body);
    }
}
