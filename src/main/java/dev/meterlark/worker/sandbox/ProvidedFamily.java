package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.RuntimeOffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The package brings its own executable: the C library and a shell's usual tools. */
final class ProvidedFamily implements Family {

    private static final List<String> TOOLS =
            List.of(
                    ("bash awk base64 basename cat chmod cp curl cut date dirname echo expr false"
                         + " find grep gzip head id ln ls md5sum mkdir mktemp mv od printf readlink"
                         + " realpath rm rmdir sed seq sha256sum sleep sort stat tail tar tee touch"
                         + " tr true uname uniq wc xargs")
                            .split(" "));

    @Override
    public String name() {
        return "provided";
    }

    @Override
    public List<RuntimeImage> build(Path images) throws IOException {
        ImageBuilder image = ImageBuilder.at(images.resolve(name()));
        Path shell = Shell.addTo(image);
        image.copyAll(Libraries.base(shell));
        List<Path> tools = new ArrayList<>();
        for (String tool : TOOLS) {
            Path path = Path.of("/usr/bin", tool);
            if (Files.isExecutable(path)) {
                image.copy(path);
                tools.add(path);
            }
        }
        image.copyAll(Libraries.of(tools));
        return List.of(
                new RuntimeImage(
                        new RuntimeOffer(name(), name(), "glibc"),
                        image.root(),
                        image.mounts(),
                        _ -> List.of("/var/task/bootstrap")));
    }

    @Override
    public Trial trial() {
        return new Trial(
                "",
                "bootstrap",
                """
                #!/bin/bash
                exec 3<>/dev/tcp/127.0.0.1/9001
                printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&3
                cat <&3
                """);
    }
}
