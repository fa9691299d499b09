package dev.meterlark.storage.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;

/** What every place for the bytes of objects does. */
abstract class BodiesContract {

    private final BodyId id = BodyId.random();

    abstract Bodies bodies();

    /** Names of files on this machine in which something lies that never was whole. */
    abstract String[] leftovers();

    @Test
    void whatWasWrittenIsReadFromAnyByteOn() throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(4).nextBytes(bytes);

        bodies().write(id, new ByteArrayInputStream(bytes));

        assertThat(read(0)).isEqualTo(bytes);
        assertThat(read(1)).isEqualTo(Arrays.copyOfRange(bytes, 1, bytes.length));
        assertThat(read(299_999)).isEqualTo(Arrays.copyOfRange(bytes, 299_999, 300_000));
        assertThat(read(300_000)).isEmpty();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void nothingIsABodyToo() throws IOException {
        bodies().write(id, InputStream.nullInputStream());

        assertThat(read(0)).isEmpty();
    }

    @Test
    void whatIsDeletedIsGoneAndMayBeDeletedAgain() throws IOException {
        bodies().write(id, new ByteArrayInputStream(new byte[] {1}));

        bodies().delete(id);
        bodies().delete(id);

        assertThatThrownBy(() -> read(0)).isInstanceOf(IOException.class);
    }

    @Test
    void whatWasNotWholeIsNotThereAndIsDeletedByItsId() throws IOException {
        InputStream breaking =
                new SequenceInputStream(
                        new ByteArrayInputStream(new byte[70_000]),
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("connection reset");
                            }
                        });

        assertThatThrownBy(() -> bodies().write(id, breaking)).hasMessageContaining("reset");
        assertThatThrownBy(() -> read(0)).isInstanceOf(IOException.class);
        bodies().delete(id);

        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aReaderMayStopInTheMiddle() throws IOException {
        bodies().write(id, new ByteArrayInputStream(new byte[5_000_000]));

        for (int i = 0; i < 3; i++) {
            try (InputStream open = bodies().open(id, 7)) {
                assertThat(open.readNBytes(10)).hasSize(10);
            }
        }
    }

    private byte[] read(long from) throws IOException {
        try (InputStream open = bodies().open(id, from)) {
            return open.readAllBytes();
        }
    }
}
