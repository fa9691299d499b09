package dev.meterlark.invocation.destination;

import dev.meterlark.function.snapshot.DestinationTarget;
import dev.meterlark.function.snapshot.DestinationTarget.OfBucket;
import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;
import dev.meterlark.function.snapshot.DestinationTarget.OfKafka;
import dev.meterlark.function.snapshot.DestinationTarget.OfQueue;
import dev.meterlark.function.snapshot.DestinationTarget.OfTopic;
import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.Notice;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Objects;
import java.util.UUID;

/** A notice and where it goes, as an outbox entry keeps them. */
record NoticeBytes(DestinationTarget target, Notice notice) {

    private static final int VERSION = 2;

    /** What it wrote knew no traces. */
    private static final int WITHOUT_TRACE = 1;

    /** No topic's name holds it. */
    private static final char TOPIC_ENDS = '/';

    byte[] encoded() {
        var bytes = new ByteArrayOutputStream(notice.record().length + 256);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out);
            write(out, notice.call().value());
            write(out, notice.function().value());
            out.writeInt(notice.lineage().depth());
            out.writeUTF(Objects.requireNonNullElse(notice.trace().traceparent(), ""));
            out.writeUTF(Objects.requireNonNullElse(notice.trace().tracestate(), ""));
            out.writeInt(notice.record().length);
            out.write(notice.record());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * @throws IllegalArgumentException when it was not encoded here
     */
    static NoticeBytes decode(OutboxEntry entry) {
        try (var in = new DataInputStream(new ByteArrayInputStream(entry.body()))) {
            int version = in.readUnsignedByte();
            if (version < WITHOUT_TRACE || version > VERSION) {
                throw new IllegalArgumentException("a notice of version " + version);
            }
            DestinationTarget target = readTarget(in);
            var call = new InvocationId(readId(in));
            var function = new FunctionId(readId(in));
            int depth = in.readInt();
            TraceContext trace = version > WITHOUT_TRACE ? readTrace(in) : TraceContext.NONE;
            byte[] record = in.readNBytes(in.readInt());
            return new NoticeBytes(
                    target,
                    new Notice(
                            entry.id(),
                            call,
                            entry.account(),
                            function,
                            new Lineage(call, depth),
                            trace,
                            record));
        } catch (IOException e) {
            throw new IllegalArgumentException("a notice that ends too soon", e);
        }
    }

    private void write(DataOutputStream out) throws IOException {
        switch (target) {
            case OfFunction(String name, String qualifier) ->
                    write(out, "function", name, qualifier);
            case OfWebhook(URI url) -> write(out, "webhook", url.toString(), "");
            case OfQueue(String queue) -> write(out, "queue", queue, "");
            case OfTopic(String topic) -> write(out, "topic", topic, "");
            case OfBucket(String bucket, String prefix) -> write(out, "bucket", bucket, prefix);
            case OfKafka(String connection, String topic, String key) ->
                    write(out, "kafka", connection, topic + TOPIC_ENDS + key);
        }
    }

    private static void write(DataOutputStream out, String type, String first, String second)
            throws IOException {
        out.writeUTF(type);
        out.writeUTF(first);
        out.writeUTF(second);
    }

    private static DestinationTarget readTarget(DataInputStream in) throws IOException {
        String type = in.readUTF();
        String first = in.readUTF();
        String second = in.readUTF();
        return switch (type) {
            case "function" -> new OfFunction(first, second);
            case "webhook" -> new OfWebhook(URI.create(first));
            case "queue" -> new OfQueue(first);
            case "topic" -> new OfTopic(first);
            case "bucket" -> new OfBucket(first, second);
            case "kafka" -> kafka(first, second);
            default -> throw new IllegalArgumentException("a notice for a " + type);
        };
    }

    private static TraceContext readTrace(DataInputStream in) throws IOException {
        String parent = in.readUTF();
        String state = in.readUTF();
        return new TraceContext(
                null, parent.isEmpty() ? null : parent, state.isEmpty() ? null : state);
    }

    private static OfKafka kafka(String connection, String topicAndKey) {
        int end = topicAndKey.indexOf(TOPIC_ENDS);
        if (end < 0) {
            throw new IllegalArgumentException("a notice for a Kafka without a topic");
        }
        return new OfKafka(
                connection, topicAndKey.substring(0, end), topicAndKey.substring(end + 1));
    }

    private static void write(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static UUID readId(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }
}
