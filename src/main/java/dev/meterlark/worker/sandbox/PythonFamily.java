package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.RuntimeOffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Python 3: the interpreter and its own library, no packages of the machine. */
final class PythonFamily implements Family {

    private static final String ASK =
            "import sys, sysconfig; print('%d.%d.%d' % sys.version_info[:3]);"
                + " print(sysconfig.get_path('stdlib')); print(sysconfig.get_path('platstdlib'))";

    private final String configured;

    PythonFamily(String configured) {
        this.configured = configured;
    }

    @Override
    public String name() {
        return "python";
    }

    @Override
    public List<RuntimeImage> build(Path images) throws IOException {
        Optional<Path> found = Programs.find(configured, "python3");
        if (found.isEmpty()) {
            return List.of();
        }
        Path python = found.get();
        List<String> answers =
                Command.output(python.toString(), "-I", "-S", "-c", ASK).lines().toList();
        if (answers.size() != 3) {
            throw new IOException(python + " does not say where its library is");
        }
        String version = answers.get(0);
        String exact = name() + version.substring(0, version.lastIndexOf('.'));
        ImageBuilder image = ImageBuilder.at(images.resolve(exact));
        Shell.addTo(image);
        image.copy(python);
        List<Path> modules = new ArrayList<>(List.of(python));
        for (String library : answers.subList(1, 3).stream().distinct().toList()) {
            image.mount(Path.of(library));
            modules.addAll(extensions(Path.of(library)));
        }
        image.copyAll(Libraries.of(modules));
        for (String file : new String[] {"bootstrap.py", "sample.py"}) {
            image.resource("/runtimes/python/" + file, "/var/runtime/" + file);
        }
        List<String> command = List.of(python.toString(), "-u", "-B", "/var/runtime/bootstrap.py");
        return List.of(
                new RuntimeImage(
                        new RuntimeOffer(exact, name(), version),
                        image.root(),
                        image.mounts(),
                        _ -> command,
                        RuntimeImage.Ahead.with(_ -> command, false, 128)));
    }

    private static List<Path> extensions(Path library) throws IOException {
        Path folder = library.resolve("lib-dynload");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".so")).toList();
        }
    }

    @Override
    public Trial trial() {
        return new Trial(
                "app.handler", "app.py", "def handler(event, context):\n    return None\n");
    }
}
