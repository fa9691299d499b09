package dev.meterlark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a package most likely is, by the files at its top.
 *
 * @param handler empty when the runtime needs none
 * @param because which file says so
 */
record Guess(String runtime, String handler, String because) {

    private static final Set<String> NODE = Set.of("js", "mjs", "cjs");
    private static final Pattern PACKAGE =
            Pattern.compile("^[ \\t]*package[ \\t]+([\\w.]+)[ \\t]*;", Pattern.MULTILINE);
    private static final List<String> NODE_MODULES = List.of("index", "app", "main", "handler");
    private static final List<String> PYTHON_MODULES =
            List.of("app", "main", "handler", "lambda_function");

    /** Empty when nothing in it says what it is. */
    static Optional<Guess> of(CodePackage code) {
        if (code.isJavaSource()) {
            return Optional.of(source(code));
        }
        List<String> top = code.names().stream().filter(name -> !name.contains("/")).toList();
        if (top.contains("bootstrap")) {
            return Optional.of(new Guess("provided", "bootstrap", "bootstrap"));
        }
        if (top.contains("function.wasm")) {
            return Optional.of(new Guess("wasm", "", "function.wasm"));
        }
        Optional<Guess> node = module(top, NODE, NODE_MODULES, "nodejs");
        Optional<Guess> python = module(top, Set.of("py"), PYTHON_MODULES, "python");
        if (node.isPresent() && python.isPresent()) {
            return top.contains("package.json") ? node : Optional.empty();
        }
        Optional<Guess> module = node.or(() -> python);
        return module.isPresent() ? module : java(code);
    }

    /** A well-known module, or the only one. */
    private static Optional<Guess> module(
            List<String> top, Set<String> endings, List<String> known, String runtime) {
        List<String> modules =
                top.stream().filter(name -> endings.contains(CodePackage.ending(name))).toList();
        return known.stream()
                .flatMap(name -> modules.stream().filter(m -> stem(m).equals(name)))
                .findFirst()
                .or(() -> modules.size() == 1 ? modules.stream().findFirst() : Optional.empty())
                .map(file -> new Guess(runtime, stem(file) + ".handler", file));
    }

    /** A Spring application may have one function only, and then needs no handler. */
    private static Optional<Guess> java(CodePackage code) {
        boolean classes = code.names().stream().anyMatch(name -> name.endsWith(".class"));
        boolean spring =
                code.names().stream()
                        .anyMatch(
                                name ->
                                        name.startsWith("BOOT-INF/")
                                                || name.contains("spring-cloud-function-context"));
        if (spring) {
            return Optional.of(new Guess("java", "", "BOOT-INF/"));
        }
        return code.jar() || classes
                ? Optional.of(new Guess("java", "", "its classes"))
                : Optional.empty();
    }

    /** The class is named as its file, in the package that it says. */
    private static Guess source(CodePackage code) {
        String name = code.names().getFirst();
        try {
            Matcher said = PACKAGE.matcher(Files.readString(code.file()));
            String within = said.find() ? said.group(1) + "." : "";
            return new Guess("java", within + stem(name), name);
        } catch (IOException e) {
            throw new Failure(
                    Exit.CALLER,
                    "lark.file",
                    "%s cannot be read as text: %s".formatted(code.file(), Reason.of(e)),
                    null);
        }
    }

    private static String stem(String file) {
        return file.substring(0, file.lastIndexOf('.'));
    }

    /** Whether the platform must be told which class is meant. */
    boolean lacksClass() {
        return because.equals("its classes");
    }
}
