package dev.meterlark.storage.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

class ChecksumAlgorithmTests {

    @ParameterizedTest
    @CsvSource({
        "CRC32, cbf43926",
        "CRC32C, e3069283",
        "CRC64NVME, ae8b14860a799888",
        "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
        "SHA256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"
    })
    void theValueOfOneToNineIsTheOneThatIsPublished(ChecksumAlgorithm algorithm, String hex) {
        byte[] value = value(algorithm, "123456789".getBytes(StandardCharsets.US_ASCII));

        assertThat(HexFormat.of().formatHex(value)).isEqualTo(hex);
        assertThat(value).hasSize(algorithm.length());
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32C", "CRC64NVME"})
    void theValueOfTheWholeComesFromThoseOfItsParts(ChecksumAlgorithm algorithm) {
        byte[] bytes = new byte[100_003];
        new Random(5).nextBytes(bytes);
        byte[] whole = value(algorithm, bytes);

        for (int at : new int[] {0, 1, 7, 4_096, 99_999, 100_003}) {
            byte[] first = value(algorithm, Arrays.copyOf(bytes, at));
            byte[] second = value(algorithm, Arrays.copyOfRange(bytes, at, bytes.length));
            assertThat(algorithm.joined(first, second, bytes.length - at)).isEqualTo(whole);
        }
    }

    @Test
    void bytesThatComeOneByOneCountAsThoseThatComeTogether() {
        byte[] bytes = new byte[1_021];
        new Random(6).nextBytes(bytes);
        var crc = new Crc64Nvme();
        for (byte each : bytes) {
            crc.update(each);
        }
        long oneByOne = crc.getValue();
        crc.reset();
        crc.update(bytes, 0, 13);
        crc.update(bytes, 13, bytes.length - 13);

        assertThat(crc.getValue()).isEqualTo(oneByOne);
    }

    private static byte[] value(ChecksumAlgorithm algorithm, byte[] bytes) {
        RunningChecksum running = algorithm.begin();
        running.update(bytes, 0, bytes.length);
        return running.value();
    }
}
