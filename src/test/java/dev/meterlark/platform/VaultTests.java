package dev.meterlark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.stream.Stream;

@Tag("database")
class VaultTests {

    private static final byte[] SECRET = {1, 2, 3};

    @TempDir private Path folder;
    private final ScratchDatabase database = new ScratchDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatWasSealedOpensAgainAfterARestart() throws Exception {
        byte[] sealed = start(null).seal(SECRET, "key:1");

        assertThat(start(null).open(sealed, "key:1")).isEqualTo(SECRET);
    }

    @Test
    void theSameSecretIsNeverSealedTheSameTwice() throws Exception {
        Vault vault = start(null);

        assertThat(vault.seal(SECRET, "a")).isNotEqualTo(vault.seal(SECRET, "a"));
    }

    @Test
    void anotherContextDoesNotOpenIt() throws Exception {
        Vault vault = start(null);
        byte[] sealed = vault.seal(SECRET, "key:1");

        assertThatThrownBy(() -> vault.open(sealed, "key:2"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("key:2");
    }

    @Test
    void aChangedByteDoesNotOpen() throws Exception {
        Vault vault = start(null);
        byte[] sealed = vault.seal(SECRET, "key:1");

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> vault.open(changed, "key:1"))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> vault.open(new byte[0], "key:1"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theKeyFileIsItsOwnersAloneAndNoDraftIsLeft() throws Exception {
        start(null);

        Path file = folder.resolve("master.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void anotherKeyThanTheDatabasesIsRefused() throws Exception {
        start(null);

        assertThatThrownBy(() -> start(base64(new byte[32])))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another master key")
                .hasMessageContaining("meterlark.vault.key");
    }

    @Test
    void aLostKeyFileIsNotReplacedSilently() throws Exception {
        start(null);
        Files.delete(folder.resolve("master.key"));

        assertThatThrownBy(() -> start(null)).hasMessageContaining("another master key");
    }

    @Test
    void aKeyFileThatOthersMayReadIsRefused() throws Exception {
        start(null);
        Path file = folder.resolve("master.key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> start(null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chmod 600 " + file);
    }

    @Test
    void aKeyOfAnotherLengthIsRefusedWithoutShowingIt() {
        String key = base64(new byte[16]);

        assertThatThrownBy(() -> new VaultProperties(null, key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("meterlark.vault.key must be 32 bytes in base64, was 16 bytes");
        assertThatThrownBy(() -> new VaultProperties(null, "no base64!"))
                .hasMessage("meterlark.vault.key must be base64, and is not");
        assertThatThrownBy(() -> new VaultProperties(folder, base64(new byte[32])))
                .hasMessageContaining("must not both be set");
        assertThat(new VaultProperties(null, base64(new byte[32])))
                .hasToString("VaultProperties[keyFile=null, key=set]");
    }

    private Vault start(@Nullable String key) throws Exception {
        return new VaultBeans()
                .vault(new VaultProperties(null, key), new DataFolder(folder), database.client());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
