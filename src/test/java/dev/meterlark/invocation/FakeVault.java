package dev.meterlark.invocation;

import dev.meterlark.platform.Vault;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps the context beside the secret, and counts how often it was opened. */
final class FakeVault implements Vault {

    private final AtomicInteger opened = new AtomicInteger();

    int opened() {
        return opened.get();
    }

    @Override
    public byte[] seal(byte[] secret, String context) {
        byte[] head = (context + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] sealed = Arrays.copyOf(head, head.length + secret.length);
        System.arraycopy(secret, 0, sealed, head.length, secret.length);
        return sealed;
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
        opened.incrementAndGet();
        String text = new String(sealed, StandardCharsets.UTF_8);
        if (!text.startsWith(context + "\n")) {
            throw new IllegalStateException("sealed for something else than " + context);
        }
        return text.substring(context.length() + 1).getBytes(StandardCharsets.UTF_8);
    }
}
