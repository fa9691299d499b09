package dev.meterlark.lambda.web;

import dev.meterlark.invocation.CallLog;
import dev.meterlark.invocation.LogSink;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the end of what a call printed until its caller, who has asked for it, is answered. */
@Component
class LogTails implements LogSink {

    /** As much as AWS gives. */
    static final int BYTES = 4096;

    private static final byte[] NOTHING = {};

    private final Map<InvocationId, byte[]> wanted = new ConcurrentHashMap<>();

    /** To be closed when the caller is answered. */
    Tail of(InvocationId call) {
        wanted.put(call, NOTHING);
        return new Tail(call);
    }

    @Override
    public void accept(CallLog log) {
        wanted.computeIfPresent(log.invocation(), (_, _) -> end(log.text()));
    }

    private static byte[] end(byte[] text) {
        return Arrays.copyOfRange(text, Math.max(0, text.length - BYTES), text.length);
    }

    /** The end of one call's log. */
    final class Tail implements AutoCloseable {

        private final InvocationId call;

        private Tail(InvocationId call) {
            this.call = call;
        }

        /** Empty until the call has ended. */
        byte[] text() {
            byte @Nullable [] text = wanted.get(call);
            return text == null ? NOTHING : text;
        }

        @Override
        public void close() {
            wanted.remove(call);
        }
    }
}
