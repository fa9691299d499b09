package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.RuntimeOffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Node.js: one large binary. */
final class NodeFamily implements Family {

    private static final List<String> FILES =
            List.of(
                    "blank.cjs",
                    "bootstrap.cjs",
                    "call.cjs",
                    "concurrency.cjs",
                    "connection.cjs",
                    "errors.cjs",
                    "lane.cjs",
                    "loading.cjs",
                    "sample.cjs",
                    "streamed.mjs",
                    "streaming.cjs");

    private final String configured;

    NodeFamily(String configured) {
        this.configured = configured;
    }

    @Override
    public String name() {
        return "nodejs";
    }

    @Override
    public List<RuntimeImage> build(Path images) throws IOException {
        Optional<Path> found = Programs.find(configured, "node");
        if (found.isEmpty()) {
            return List.of();
        }
        Path node = found.get();
        String version = Command.output(node.toString(), "--version").strip();
        String major = version.replaceFirst("^v?(\\d+).*", "$1");
        ImageBuilder image = ImageBuilder.at(images.resolve(name() + major));
        Shell.addTo(image);
        image.copyAll(Libraries.of(List.of(node)));
        image.mount(node, "/usr/bin/node");
        for (String file : FILES) {
            image.resource("/runtimes/nodejs/" + file, "/var/runtime/" + file);
        }
        return List.of(
                new RuntimeImage(
                        new RuntimeOffer(name() + major, name(), version),
                        image.root(),
                        image.mounts(),
                        NodeFamily::command,
                        RuntimeImage.Ahead.with(NodeFamily::command, true, 128)));
    }

    /** The heap may have all: the sandbox's own limit is what ends it, and says why. */
    private static List<String> command(int memoryMiB) {
        return List.of(
                "/usr/bin/node", "--max-old-space-size=" + memoryMiB, "/var/runtime/bootstrap.cjs");
    }

    @Override
    public Trial trial() {
        return new Trial("index.handler", "index.js", "exports.handler = async () => null;\n");
    }
}
