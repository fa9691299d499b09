package dev.meterlark.edge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A request in the one form that both sides hash (AWS Signature Version 4, task 1). */
final class CanonicalRequest {

    static final String QUERY_SIGNATURE = "X-Amz-Signature";

    private record Parameter(String name, String value) {

        static Parameter of(String pair) {
            int equals = pair.indexOf('=');
            return equals < 0
                    ? new Parameter(PercentEncoding.normal(pair), "")
                    : new Parameter(
                            PercentEncoding.normal(pair.substring(0, equals)),
                            PercentEncoding.normal(pair.substring(equals + 1)));
        }

        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    private CanonicalRequest() {}

    /**
     * The forms that are accepted: signers differ in what they do with the path. Each of them binds
     * method, path, query, signed headers and body.
     */
    static List<String> forms(
            SignedRequest request,
            Collection<String> paths,
            Collection<String> signedHeaders,
            String payloadHash) {
        String rest =
                '\n'
                        + query(request.query())
                        + '\n'
                        + headers(request, signedHeaders)
                        + '\n'
                        + String.join(";", signedHeaders)
                        + '\n'
                        + payloadHash;
        List<String> forms = new ArrayList<>(3);
        for (String path : paths) {
            forms.add(request.method() + '\n' + path + rest);
        }
        return forms;
    }

    /** Normalised and encoded once more (AWS's own), encoded only, and as it was sent (curl's). */
    static Set<String> paths(String path) {
        Set<String> paths = new LinkedHashSet<>();
        paths.add(encoded(normalised(path)));
        paths.add(encoded(path));
        paths.add(path);
        return paths;
    }

    /**
     * S3's own rule, which tells {@code a//b} from {@code a/b}: every segment encoded once, nothing
     * normalised; or as it was sent.
     */
    static Set<String> pathsOfObjects(String path) {
        Set<String> paths = new LinkedHashSet<>();
        paths.add(path);
        paths.add(
                Arrays.stream(path.split("/", -1))
                        .map(PercentEncoding::normal)
                        .collect(Collectors.joining("/")));
        return paths;
    }

    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder(path.length() + 16);
        int from = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
            encoded.append(PercentEncoding.encode(path.substring(from, slash))).append('/');
            from = slash + 1;
        }
        return encoded.append(PercentEncoding.encode(path.substring(from))).toString();
    }

    private static String normalised(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/")) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> segments.pollLast();
                default -> segments.add(segment);
            }
        }
        boolean folder = path.endsWith("/") && !segments.isEmpty();
        return "/" + String.join("/", segments) + (folder ? "/" : "");
    }

    static String query(String query) {
        if (query.isEmpty()) {
            return "";
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : query.split("&")) {
            Parameter parameter = Parameter.of(pair);
            if (!pair.isEmpty() && !parameter.name.equals(QUERY_SIGNATURE)) {
                parameters.add(parameter);
            }
        }
        parameters.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::value));
        return String.join("&", parameters.stream().map(Parameter::toString).toList());
    }

    private static String headers(SignedRequest request, Collection<String> signed) {
        StringBuilder headers = new StringBuilder(256);
        for (String name : signed) {
            headers.append(name).append(':');
            String separator = "";
            for (String value : request.values(name)) {
                headers.append(separator).append(trimmed(value));
                separator = ",";
            }
            headers.append('\n');
        }
        return headers.toString();
    }

    /** Without blanks at its ends, and with one where there were several. */
    private static String trimmed(String value) {
        String stripped = value.strip();
        if (!stripped.contains("  ")) {
            return stripped;
        }
        StringBuilder trimmed = new StringBuilder(stripped.length());
        for (int i = 0; i < stripped.length(); i++) {
            if (stripped.charAt(i) != ' ' || stripped.charAt(i - 1) != ' ') {
                trimmed.append(stripped.charAt(i));
            }
        }
        return trimmed.toString();
    }
}
