package dev.meterlark.account;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/** An account's DNS label, made from its name. Never with {@code --}: that parts a qualifier. */
record Slug(String value) {

    private static final int LONGEST = 40;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SUFFIX_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    /** Names that the platform answers to itself, or that a reader would take for it. */
    private static final Set<String> RESERVED =
            Set.of(
                    "account",
                    "accounts",
                    "actuator",
                    "admin",
                    "api",
                    "app",
                    "apps",
                    "assets",
                    "auth",
                    "aws",
                    "billing",
                    "blog",
                    "cdn",
                    "cloud",
                    "console",
                    "dashboard",
                    "dev",
                    "dns",
                    "docs",
                    "event",
                    "events",
                    "fn",
                    "ftp",
                    "function",
                    "functions",
                    "git",
                    "health",
                    "help",
                    "host",
                    "http",
                    "https",
                    "imap",
                    "internal",
                    "invoke",
                    "lambda",
                    "localhost",
                    "login",
                    "logs",
                    "mail",
                    "metrics",
                    "meterlark",
                    "monitor",
                    "mx",
                    "ns",
                    "ns1",
                    "ns2",
                    "operator",
                    "ping",
                    "pop",
                    "prod",
                    "production",
                    "queue",
                    "queues",
                    "root",
                    "s3",
                    "security",
                    "signin",
                    "signup",
                    "smtp",
                    "sns",
                    "sqs",
                    "ssh",
                    "ssl",
                    "staging",
                    "static",
                    "status",
                    "sts",
                    "support",
                    "system",
                    "test",
                    "tls",
                    "web",
                    "webmail",
                    "www");

    static Slug from(String name) {
        String plain =
                Normalizer.normalize(name, Normalizer.Form.NFKD)
                        .replaceAll("\\p{M}", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-");
        String cut = trimmed(plain.substring(0, Math.min(plain.length(), LONGEST)));
        if (cut.isEmpty()) {
            return new Slug("account").another();
        }
        Slug slug = new Slug(cut);
        return slug.free() ? slug : slug.another();
    }

    /** The same with a random ending, for when the plain one is taken. */
    Slug another() {
        StringBuilder ending = new StringBuilder(value).append('-');
        for (int i = 0; i < 5; i++) {
            ending.append(SUFFIX_LETTERS.charAt(RANDOM.nextInt(SUFFIX_LETTERS.length())));
        }
        return new Slug(ending.toString());
    }

    private boolean free() {
        return !RESERVED.contains(value);
    }

    private static String trimmed(String text) {
        return text.replaceAll("^-+|-+$", "");
    }
}
