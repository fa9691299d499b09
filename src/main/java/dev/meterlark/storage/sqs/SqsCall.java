package dev.meterlark.storage.sqs;

import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * One request, whichever form it came in.
 *
 * @param base scheme, host and port by which the client calls us
 * @param path where it was sent, which in the older form may be a queue's address
 */
record SqsCall(Caller caller, Members members, String base, String path) {

    /** The queue that it is about. */
    String queue() {
        return QueueAddress.ofUrl(queueUrl(), caller);
    }

    private String queueUrl() {
        @Nullable String named = members.text("QueueUrl");
        if (named == null && QueueAddress.isPath(path)) {
            return path;
        }
        return Objects.requireNonNullElseGet(named, () -> members.required("QueueUrl"));
    }

    QueueAddress address(String name) {
        return new QueueAddress(caller.accountNumber(), name);
    }

    String url(String name) {
        return address(name).url(base);
    }
}
