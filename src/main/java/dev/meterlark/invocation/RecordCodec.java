package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;

/**
 * Records as bytes of the journal. The first byte is the form's version: a later one must still
 * read what an earlier one wrote, because a record may wait through an upgrade.
 */
final class RecordCodec {

    private static final int VERSION = 5;

    /** What it wrote had no egress: no function could send anything then. */
    private static final int WITHOUT_EGRESS = 1;

    /** What it wrote knew neither aliases nor calls that make calls. */
    private static final int WITHOUT_LINEAGE = 2;

    /** What it wrote knew no triggers. */
    private static final int WITHOUT_TRIGGER = 3;

    /** What it wrote knew no tags. */
    private static final int WITHOUT_TAGS = 4;

    private RecordCodec() {}

    static byte[] encode(InvocationRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(384);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            writeWhat(record, out);
            writeTaken(record, out);
        } catch (IOException e) {
            throw new UncheckedIOException("a record does not fit its form: " + record, e);
        }
        return bytes.toByteArray();
    }

    /**
     * @throws IllegalArgumentException when the bytes are no record of a known version
     */
    static InvocationRecord decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version < WITHOUT_EGRESS || version > VERSION) {
                throw new IllegalArgumentException(
                        "a record of version %d, known are %d to %d"
                                .formatted(version, WITHOUT_EGRESS, VERSION));
            }
            InvocationRecord record = read(in, version);
            if (in.available() > 0) {
                throw new IllegalArgumentException(
                        "%d bytes after a record's end".formatted(in.available()));
            }
            return record;
        } catch (IOException e) {
            throw new IllegalArgumentException("a record that ends early", e);
        }
    }

    private static void writeWhat(InvocationRecord record, DataOutputStream out)
            throws IOException {
        writeId(record.invocation().value(), out);
        out.writeInt(record.attempt());
        writeId(record.account().value(), out);
        writeId(record.function().value(), out);
        out.writeUTF(record.functionName());
        out.writeUTF(record.version());
        writeText(record.alias(), out);
        out.writeUTF(record.source());
        writeLineage(record.lineage(), out);
        writeIdOrNone(record.trigger(), out);
        out.writeLong(record.startedAt().getEpochSecond());
        out.writeInt(record.startedAt().getNano());
        writeText(record.errorCode(), out);
        writeText(record.errorType(), out);
        writeText(record.errorMessage(), out);
        out.writeBoolean(record.billable());
        out.writeBoolean(record.cold());
    }

    private static void writeTaken(InvocationRecord record, DataOutputStream out)
            throws IOException {
        out.writeLong(record.queuedMicros());
        out.writeLong(record.startMicros());
        out.writeLong(record.initMicros());
        out.writeLong(record.runMicros());
        out.writeLong(record.billedMillis());
        out.writeInt(record.memoryMiB());
        out.writeLong(record.cpuMicros());
        out.writeLong(record.peakMemoryBytes());
        out.writeLong(record.requestBytes());
        out.writeLong(record.responseBytes());
        out.writeLong(record.egressBytes());
        out.writeUTF(record.price().amount().toString());
        out.writeUTF(record.price().currency().getCurrencyCode());
        out.writeUTF(record.priceBook());
        writeIdOrNone(record.tags() == null ? null : record.tags().value(), out);
    }

    private static InvocationRecord read(DataInputStream in, int version) throws IOException {
        return new InvocationRecord(
                new InvocationId(readId(in)),
                in.readInt(),
                new AccountId(readId(in)),
                new FunctionId(readId(in)),
                in.readUTF(),
                in.readUTF(),
                version > WITHOUT_LINEAGE ? readText(in) : null,
                in.readUTF(),
                version > WITHOUT_LINEAGE ? readLineage(in) : Lineage.FIRST,
                version > WITHOUT_TRIGGER ? readIdOrNone(in) : null,
                Instant.ofEpochSecond(in.readLong(), in.readInt()),
                readText(in),
                readText(in),
                readText(in),
                in.readBoolean(),
                in.readBoolean(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                version > WITHOUT_EGRESS ? in.readLong() : 0,
                new Money(new BigDecimal(in.readUTF()), Currency.getInstance(in.readUTF())),
                in.readUTF(),
                version > WITHOUT_TAGS ? readTags(in) : null);
    }

    private static @Nullable TagSetId readTags(DataInputStream in) throws IOException {
        UUID id = readIdOrNone(in);
        return id == null ? null : new TagSetId(id);
    }

    private static void writeId(UUID id, DataOutputStream out) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static UUID readId(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }

    private static void writeIdOrNone(@Nullable UUID id, DataOutputStream out) throws IOException {
        out.writeBoolean(id != null);
        if (id != null) {
            writeId(id, out);
        }
    }

    private static @Nullable UUID readIdOrNone(DataInputStream in) throws IOException {
        return in.readBoolean() ? readId(in) : null;
    }

    private static void writeLineage(Lineage lineage, DataOutputStream out) throws IOException {
        out.writeInt(lineage.depth());
        if (lineage.parent() != null) {
            writeId(lineage.parent().value(), out);
        }
    }

    private static Lineage readLineage(DataInputStream in) throws IOException {
        int depth = in.readInt();
        return depth == 0 ? Lineage.FIRST : new Lineage(new InvocationId(readId(in)), depth);
    }

    private static void writeText(@Nullable String text, DataOutputStream out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String readText(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
