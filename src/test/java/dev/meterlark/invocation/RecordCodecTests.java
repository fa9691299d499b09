package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Money;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.HexFormat;
import java.util.UUID;

class RecordCodecTests {

    /**
     * What version 1 wrote. It must be readable for ever: a record may wait in a journal through
     * any number of upgrades.
     */
    private static final String VERSION_1 =
            "010192f0b1c2d37abc8123456789abcdef00000001000000000000000a000000000000000b000000000000"
                + "000c000000000000000d00067468756d627300072424244c415445535400047265737400000000"
                + "69245100075bcd1501000e66756e6374696f6e2e6572726f72010009547970654572726f720100"
                + "0378c3a90101000000000000000100000000000000020000000000000003000000000000000400"
                + "000000000000050000010000000000000000060000000000000007000000000000000800000000"
                + "000000090009302e3030303030323100035553440006626f6f6b2d31";

    @Test
    void everyPartComesBackAsItWas() {
        for (InvocationRecord record : new InvocationRecord[] {failed(), succeeded()}) {
            assertThat(RecordCodec.decode(RecordCodec.encode(record))).isEqualTo(record);
        }
    }

    @Test
    void theFirstVersionsBytesAreStillUnderstood() {
        byte[] bytes =
                HexFormat.of()
                        .parseHex(
                                VERSION_1.replace("2424244c", "244c").replace("00072424", "0007"));

        assertThat(RecordCodec.decode(bytes))
                .isEqualTo(withoutLineage(with("TypeError", "xé", 0, price())));
    }

    /** Version 3 had nothing between the lineage and the instant. */
    @Test
    void whatWasWrittenBeforeTriggersIsStillUnderstood() {
        InvocationRecord record = succeeded();
        byte[] bytes = RecordCodec.encode(record);
        int flag = bytes.length - afterTrigger(record);
        byte[] earlier = Arrays.copyOf(bytes, bytes.length - 2);
        System.arraycopy(bytes, flag + 1, earlier, flag, earlier.length - flag);
        earlier[0] = 3;

        assertThat(bytes[flag]).isZero();
        assertThat(RecordCodec.decode(earlier)).isEqualTo(record);
    }

    /** Version 4 ended before the tags. */
    @Test
    void whatWasWrittenBeforeTagsIsStillUnderstood() {
        InvocationRecord record = succeeded();
        byte[] bytes = RecordCodec.encode(record);
        byte[] earlier = Arrays.copyOf(bytes, bytes.length - 1);
        earlier[0] = 4;

        assertThat(RecordCodec.decode(earlier)).isEqualTo(record);
    }

    /** Bytes from the trigger's flag on, of a record without a trigger and without an error. */
    private static int afterTrigger(InvocationRecord record) {
        int price = record.price().amount().toString().length() + 3;
        int texts = 3 * Short.BYTES + price + record.priceBook().length();
        int instant = Long.BYTES + Integer.BYTES;
        return 1 + instant + 3 + 2 + 10 * Long.BYTES + Integer.BYTES + texts + 1;
    }

    @Test
    void anAmountKeepsItsScale() {
        Money price = new Money(new BigDecimal("0.00000210"), Currency.getInstance("JPY"));

        assertThat(RecordCodec.decode(RecordCodec.encode(succeeded(price))).price())
                .isEqualTo(price);
    }

    @Test
    void bytesThatEndEarlyOrLateAreNoRecord() {
        byte[] whole = RecordCodec.encode(failed());

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatIllegalArgumentException().isThrownBy(() -> RecordCodec.decode(cut));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordCodec.decode(Arrays.copyOf(whole, whole.length + 1)))
                .withMessageContaining("1 bytes after");
    }

    @Test
    void aLaterVersionIsNotGuessedAt() {
        byte[] later = RecordCodec.encode(failed());
        later[0] = 6;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordCodec.decode(later))
                .withMessage("a record of version 6, known are 1 to 5");
    }

    @Test
    void theLongestTextsFit() {
        String message = "\ud83d\ude00\0é".repeat(1024);

        InvocationRecord record = with("E".repeat(256), message, price());

        assertThat(RecordCodec.decode(RecordCodec.encode(record))).isEqualTo(record);
    }

    private static InvocationRecord failed() {
        return with("TypeError", "xé", price());
    }

    private static Money price() {
        return new Money(new BigDecimal("0.0000021"), Currency.getInstance("USD"));
    }

    private static InvocationRecord succeeded() {
        return succeeded(price());
    }

    private static InvocationRecord succeeded(Money price) {
        return new InvocationRecord(
                InvocationId.at(Instant.EPOCH),
                2,
                AccountId.random(),
                FunctionId.random(),
                "f",
                "$LATEST",
                null,
                "console",
                Lineage.FIRST,
                null,
                Instant.parse("1969-12-31T23:59:59.999999999Z"),
                null,
                null,
                null,
                false,
                false,
                0,
                0,
                0,
                Long.MAX_VALUE,
                0,
                Integer.MAX_VALUE,
                0,
                0,
                0,
                0,
                Long.MAX_VALUE,
                price,
                "",
                null);
    }

    private static InvocationRecord with(String errorType, String errorMessage, Money price) {
        return with(errorType, errorMessage, 10, price);
    }

    private static InvocationRecord with(
            String errorType, String errorMessage, long egressBytes, Money price) {
        return new InvocationRecord(
                InvocationId.parse("0192f0b1-c2d3-7abc-8123-456789abcdef"),
                1,
                new AccountId(new UUID(10, 11)),
                new FunctionId(new UUID(12, 13)),
                "thumbs",
                "7",
                "live",
                "rest",
                new Lineage(InvocationId.parse("0192f0b1-c2d3-7abc-8123-456789abcd00"), 3),
                new UUID(14, 15),
                Instant.ofEpochSecond(0x69245100L, 123_456_789),
                "function.error",
                errorType,
                errorMessage,
                true,
                true,
                1,
                2,
                3,
                4,
                5,
                256,
                6,
                7,
                8,
                9,
                egressBytes,
                price,
                "book-1",
                new TagSetId(new UUID(16, 17)));
    }

    /** As it would be if nobody had known of versions, aliases and chains of calls. */
    private static InvocationRecord withoutLineage(InvocationRecord r) {
        return new InvocationRecord(
                r.invocation(),
                r.attempt(),
                r.account(),
                r.function(),
                r.functionName(),
                "$LATEST",
                null,
                r.source(),
                Lineage.FIRST,
                null,
                r.startedAt(),
                r.errorCode(),
                r.errorType(),
                r.errorMessage(),
                r.billable(),
                r.cold(),
                r.queuedMicros(),
                r.startMicros(),
                r.initMicros(),
                r.runMicros(),
                r.billedMillis(),
                r.memoryMiB(),
                r.cpuMicros(),
                r.peakMemoryBytes(),
                r.requestBytes(),
                r.responseBytes(),
                r.egressBytes(),
                r.price(),
                r.priceBook(),
                null);
    }
}
