package dev.meterlark.console.triggers;

import static dev.meterlark.console.triggers.Field.choice;
import static dev.meterlark.console.triggers.Field.choose;
import static dev.meterlark.console.triggers.Field.number;
import static dev.meterlark.console.triggers.Field.several;
import static dev.meterlark.console.triggers.Field.text;

import dev.meterlark.console.triggers.Field.Kind;
import dev.meterlark.console.triggers.Field.Suggested;

import java.util.List;

/** What the forms of triggers ask for whose events are of this installation. */
final class OwnFields {

    private OwnFields() {}

    static List<Field> schedule() {
        return List.of(
                text("expression", "When")
                        .usually("rate(5 minutes)")
                        .suggesting(Suggested.EXPRESSIONS)
                        .hint("rate(5 minutes), 0 8 * * MON-FRI, cron(0 8 ? * MON-FRI *), at(…)")
                        .needed(),
                text("timeZone", "Time zone").usually("UTC").suggesting(Suggested.ZONES),
                Field.of(Kind.TIME, "start", "Not before (UTC)").seldom(),
                Field.of(Kind.TIME, "end", "Not after (UTC)").seldom(),
                number("flexibleWindow", "Calls are spread over (seconds)", "0")
                        .hint("Each tick has its own share of it.")
                        .seldom(),
                choice(
                                "overlap",
                                "While the call before runs",
                                choose("allow", "Run all the same"),
                                choose("skip", "Leave the tick out"),
                                choose("buffer", "Let one wait for it"))
                        .seldom(),
                choice(
                                "catchUp",
                                "After an outage or a pause",
                                choose("last", "Catch up with the last tick"),
                                choose("none", "Let the ticks go"),
                                choose("all", "Catch up with all of them"))
                        .seldom(),
                number("catchUpLimit", "Of all of them, at most", "").seldom(),
                number("catchUpWindow", "Caught up within (seconds)", "86400").seldom());
    }

    static List<Field> queue() {
        return List.of(
                text("queue", "Queue").suggesting(Suggested.QUEUES).needed(),
                number("maxConcurrency", "Batches that run at once", "10").hint("1 to 1 000."));
    }

    static List<Field> topic() {
        return List.of(text("topic", "Topic").suggesting(Suggested.TOPICS).needed());
    }

    static List<Field> bucket() {
        return List.of(
                text("bucket", "Bucket").suggesting(Suggested.BUCKETS).needed(),
                text("prefix", "Keys that begin with").hint("As in uploads/. Empty: any."),
                text("suffix", "Keys that end with").hint("As in .jpg. Empty: any."),
                several(
                        "events",
                        "What happens",
                        "ObjectCreated:*",
                        choose("ObjectCreated:*", "Created or replaced, in whatever way"),
                        choose("ObjectCreated:Put", "Uploaded at once"),
                        choose("ObjectCreated:CompleteMultipartUpload", "Uploaded in parts"),
                        choose("ObjectCreated:Copy", "Copied"),
                        choose("ObjectRemoved:*", "Deleted")));
    }

    static List<Field> table() {
        return List.of(
                text("table", "Table").suggesting(Suggested.TABLES).needed().decidedOnce(),
                choice(
                                "start",
                                "Begins with",
                                choose("now", "What changes from now on"),
                                choose("beginning", "The items that are there"))
                        .decidedOnce());
    }

    static List<Field> webhook() {
        return List.of(
                choice(
                        "preset",
                        "Who sends",
                        choose("github", "GitHub"),
                        choose("stripe", "Stripe"),
                        choose("slack", "Slack"),
                        choose("standard", "Standard Webhooks"),
                        choose("generic", "Somebody else, with an HMAC")),
                Field.of(Kind.SECRET, "secret", "Secret")
                        .hint("The sender’s own. Empty: one is made up, to be shown once."),
                number("tolerance", "A signed time may be off by (seconds)", "300").seldom(),
                Field.of(Kind.LINES, "headers", "Headers that the function sees as well")
                        .hint("One on each line.")
                        .seldom(),
                text("scheme.header", "Header with the signature")
                        .hint("For somebody else alone, as in x-signature.")
                        .seldom(),
                choice(
                                "scheme.algorithm",
                                "Algorithm",
                                choose("", "SHA-256"),
                                choose("sha512", "SHA-512"))
                        .seldom(),
                choice(
                                "scheme.encoding",
                                "Written in",
                                choose("", "hex"),
                                choose("base64", "base64"))
                        .seldom(),
                text("scheme.prefix", "Before the signature").hint("As in sha256=").seldom(),
                text("scheme.timestampHeader", "Header with the signed time").seldom(),
                text("scheme.idHeader", "Header that names a delivery").seldom());
    }
}
