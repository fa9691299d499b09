package dev.meterlark.invocation.catalog;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;

/**
 * What goes from stage to stage, and how it becomes a message of Spring's. A message's headers may
 * steer Spring Cloud Function (which function is looked up, which expression is evaluated, what an
 * answer is converted to), and come from outside: none of them but the media type passes, in either
 * direction.
 *
 * @param type a media type
 */
record Content(byte[] bytes, String type) {

    private static final String UNKNOWN = "application/octet-stream";

    /** Whatever else its headers say is dropped. */
    static Content of(Message<byte[]> message) {
        Object type = message.getHeaders().get(MessageHeaders.CONTENT_TYPE);
        String said = type == null ? UNKNOWN : type.toString();
        return new Content(message.getPayload(), MediaTypeText.isOne(said) ? said : UNKNOWN);
    }

    Message<byte[]> message() {
        return MessageBuilder.withPayload(bytes)
                .setHeader(MessageHeaders.CONTENT_TYPE, type)
                .build();
    }
}
