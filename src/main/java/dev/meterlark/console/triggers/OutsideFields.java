package dev.meterlark.console.triggers;

import static dev.meterlark.console.triggers.Field.choice;
import static dev.meterlark.console.triggers.Field.choose;
import static dev.meterlark.console.triggers.Field.number;
import static dev.meterlark.console.triggers.Field.several;
import static dev.meterlark.console.triggers.Field.text;

import dev.meterlark.console.triggers.Field.Kind;

import java.util.List;

/** What the forms of triggers ask for that read what a tenant runs elsewhere. */
final class OutsideFields {

    private static final String CERTIFICATE =
            "In PEM, for a certificate authority of your own. Empty: those that are known anyway.";

    private OutsideFields() {}

    static List<Field> database() {
        return List.of(
                choice(
                        "engine",
                        "Database",
                        choose("postgresql", "PostgreSQL"),
                        choose("mariadb", "MariaDB"),
                        choose("mysql", "MySQL")),
                text("host", "Host").hint("A name or an address, nothing else.").needed(),
                number("port", "Port", "").hint("Empty: the usual one."),
                text("database", "Name of the database").needed(),
                text("user", "User").needed(),
                Field.of(Kind.SECRET, "password", "Password")
                        .hint(
                                "Sealed for this place alone. When it changes, it is asked for"
                                        + " again."),
                choice(
                        "tls.mode",
                        "Encryption",
                        choose("verify-full", "Certificate and name are checked"),
                        choose("verify-ca", "The certificate is checked"),
                        choose("require", "Encrypted, whoever answers"),
                        choose("disable", "None")),
                Field.of(Kind.LINES, "tables", "Tables")
                        .hint("One on each line, as in public.orders.")
                        .needed(),
                several(
                        "operations",
                        "What happens to rows",
                        "create update delete",
                        choose("create", "Made"),
                        choose("update", "Changed"),
                        choose("delete", "Deleted")),
                choice(
                        "snapshot",
                        "Begins with",
                        choose("none", "What changes from now on"),
                        choose("initial", "The rows that are there")),
                Field.of(Kind.AREA, "tls.caCertificate", "Certificate authority")
                        .hint(CERTIFICATE)
                        .seldom(),
                text("options.shards", "Shards").hint("1 to 16; usually 4.").seldom(),
                text("options.publication", "Publication that is there")
                        .hint("For a user that may not make one; PostgreSQL only.")
                        .seldom(),
                text("options.warnAt", "Warn when the log that is kept back has")
                        .hint("As in 512MB.")
                        .seldom());
    }

    static List<Field> kafka() {
        return List.of(
                Field.of(Kind.ADDRESSES, "brokers", "Brokers")
                        .hint("One on each line, as in kafka.example:9093. They name the others.")
                        .needed(),
                text("topic", "Topic").needed(),
                choice(
                        "start",
                        "Begins with",
                        choose("latest", "What is written from now on"),
                        choose("earliest", "The first record"),
                        choose("timestamp", "A moment")),
                Field.of(Kind.TIME, "startAt", "That moment (UTC)"),
                Field.of(Kind.SWITCH, "security.tls", "Encrypted, and the certificate is checked"),
                choice(
                        "security.sasl.mechanism",
                        "Who we are",
                        choose("", "Nobody in particular"),
                        choose("PLAIN", "PLAIN"),
                        choose("SCRAM-SHA-256", "SCRAM-SHA-256"),
                        choose("SCRAM-SHA-512", "SCRAM-SHA-512")),
                text("security.sasl.user", "User"),
                Field.of(Kind.SECRET, "security.sasl.password", "Password")
                        .hint("Sealed for these brokers alone."),
                Field.of(Kind.AREA, "security.caCertificate", "Certificate authority")
                        .hint(CERTIFICATE)
                        .seldom(),
                text("group", "Consumer group").hint("Empty: one of its own.").seldom(),
                choice(
                                "keyFormat",
                                "Keys are",
                                choose("text", "Text"),
                                choose("json", "JSON"),
                                choose("base64", "Bytes"))
                        .seldom(),
                choice(
                                "valueFormat",
                                "Values are",
                                choose("json", "JSON"),
                                choose("text", "Text"),
                                choose("base64", "Bytes"))
                        .seldom(),
                choice(
                                "shape",
                                "Events look",
                                choose("cloudevents", "As CloudEvents"),
                                choose("aws", "As AWS has them"))
                        .seldom());
    }
}
