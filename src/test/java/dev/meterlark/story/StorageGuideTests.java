package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the guides to storage, to webhooks and to routes show is what happens. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
class StorageGuideTests {

    @TempDir static Path folder;
    private static PlatformProcess platform;
    private static String key;

    @BeforeAll
    static void start(PlatformProcess running) {
        platform = running;
        key = Api.signUp(running, "storage-guide").token();
    }

    @Test
    void theGuideRunsAsItIsWritten() throws Exception {
        Path home = Files.createDirectory(folder.resolve("guide"));

        String output =
                Guide.of("storage.md").run(home, platform, Map.of("METERLARK_API_KEY", key));

        assertThat(output)
                .contains("Created orders.", "Sent before as ", "one more\npaid once\n")
                .contains("orders: 0 waiting, 0 in flight, 0 delayed", "Put back 0.")
                .contains("to 0 subscriptions.", "to 1 subscriptions.")
                .contains("\"type\":\"order.paid\"", "\"data\":{\"total\":700}")
                .contains("Wrote animals/cat.txt, 6 B", "a cat\n", "shared: a cat\n")
                .contains("Deleted animals/cat.txt.", "Deleted images.")
                .contains("Wrote order-7, version ", "\"total\":12.50,\"rate\":1e400}")
                .contains("Deleted order-8.", "Deleted orders.");
    }

    @Test
    void theGuideToWebhooksRunsAsItIsWritten() throws Exception {
        Path home = Files.createDirectory(folder.resolve("webhooks"));

        String output =
                Guide.of("webhooks.md").run(home, platform, Map.of("METERLARK_API_KEY", key));

        assertThat(output)
                .contains("202\n401\n", "push refs/heads/main")
                .containsPattern("The one before is good until .*\n202\n401\n");
    }

    @Test
    void theGuideToRoutesRunsAsItIsWritten() throws Exception {
        Path home = Files.createDirectory(folder.resolve("routes"));

        String output = Guide.of("routes.md").run(home, platform, Map.of("METERLARK_API_KEY", key));

        assertThat(output)
                .containsPattern("GET +/parcels/[{]id[}] +parcels +[$]LATEST +none")
                .contains("{\"parcel\":\"17\",\"by\":\"GET /parcels/{id}\"}")
                .contains("Unauthorized", "{\"parcel\":\"18\"", "rate: {\"perSecond\":20")
                .containsPattern("Deleted \\S{36}\\.");
    }
}
