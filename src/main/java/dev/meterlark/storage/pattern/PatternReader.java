package dev.meterlark.storage.pattern;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.pattern.Alternative.Bound;
import dev.meterlark.storage.pattern.Alternative.Comparison;
import dev.meterlark.storage.pattern.EventPattern.Fields;
import dev.meterlark.storage.pattern.EventPattern.Part;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads a pattern, and says where it is none. */
final class PatternReader {

    private static final int DEEPEST = 10;
    private static final int MOST_ALTERNATIVES = 300;
    private static final int LONGEST = 16_384;
    private static final String OR = "$or";

    private int alternatives;

    Fields read(JsonNode pattern) {
        if (pattern.toString().length() > LONGEST) {
            throw refused("", "may have %d characters as JSON".formatted(LONGEST));
        }
        return fields(pattern, "", 0);
    }

    private Fields fields(JsonNode node, String path, int depth) {
        if (!node.isObject() || node.isEmpty()) {
            throw refused(path, "must be an object with at least one member, was: " + shown(node));
        }
        if (depth == DEEPEST) {
            throw refused(path, "goes deeper than %d objects".formatted(DEEPEST));
        }
        Map<String, Part> parts = new LinkedHashMap<>();
        List<List<Fields>> either = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String at = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            if (member.getKey().equals(OR)) {
                either.add(either(member.getValue(), at, depth));
            } else {
                parts.put(member.getKey(), part(member.getValue(), at, depth));
            }
        }
        return new Fields(parts, either);
    }

    private List<Fields> either(JsonNode node, String path, int depth) {
        if (!node.isArray() || node.size() < 2) {
            throw refused(path, "must be an array of two patterns or more, was: " + shown(node));
        }
        return node.valueStream().map(each -> fields(each, path, depth + 1)).toList();
    }

    private Part part(JsonNode node, String path, int depth) {
        if (node.isObject()) {
            return new Part.Inside(fields(node, path, depth + 1));
        }
        if (!node.isArray() || node.isEmpty()) {
            throw refused(
                    path,
                    "must be an array of alternatives, as in [\"a\", {\"prefix\": \"b\"}], or an"
                            + " object; was: "
                            + shown(node));
        }
        return new Part.OneOf(node.valueStream().map(each -> alternative(each, path)).toList());
    }

    private Alternative alternative(JsonNode node, String path) {
        if (++alternatives > MOST_ALTERNATIVES) {
            throw refused(path, "is one of more than %d alternatives".formatted(MOST_ALTERNATIVES));
        }
        if (node.isArray()) {
            throw refused(path, "must not hold an array in its array: " + shown(node));
        }
        if (!node.isObject()) {
            return new Alternative.Equal(node);
        }
        if (node.size() != 1) {
            throw refused(path, "must have one operator in each object, was: " + shown(node));
        }
        Map.Entry<String, JsonNode> only = node.properties().iterator().next();
        return operator(only.getKey(), only.getValue(), path);
    }

    private Alternative operator(String name, JsonNode value, String path) {
        String at = path + "." + name;
        return switch (name) {
            case "prefix" -> new Alternative.Prefix(affix(value, at), value.isObject());
            case "suffix" -> new Alternative.Suffix(affix(value, at), value.isObject());
            case "equals-ignore-case" -> new Alternative.EqualInAnyCase(text(value, at));
            case "wildcard" -> wildcard(text(value, at), at);
            case "anything-but" -> anythingBut(value, at);
            case "numeric" -> numeric(value, at);
            case "exists" -> exists(value, at);
            default ->
                    throw refused(
                            at,
                            "is no operator; there are prefix, suffix, equals-ignore-case,"
                                    + " wildcard, anything-but, numeric and exists");
        };
    }

    /** Also in the form that tells apart no case: {@code {"equals-ignore-case": "a"}}. */
    private static String affix(JsonNode value, String path) {
        boolean anyCase = value.size() == 1 && value.has("equals-ignore-case");
        return text(value.isObject() && anyCase ? value.path("equals-ignore-case") : value, path);
    }

    private static Alternative wildcard(String text, String path) {
        if (text.contains("**")) {
            throw refused(path, "must not have two stars in a row, was: " + text);
        }
        return new Alternative.Wildcard(Arrays.asList(text.split("\\*", -1)));
    }

    private Alternative anythingBut(JsonNode value, String path) {
        List<JsonNode> not = value.isArray() ? value.valueStream().toList() : List.of(value);
        if (not.isEmpty()) {
            throw refused(path, "must name at least one value");
        }
        return new Alternative.AnythingBut(not.stream().map(each -> unwanted(each, path)).toList());
    }

    /** A list after an operator is a list of alternatives to it. */
    private Alternative unwanted(JsonNode value, String path) {
        JsonNode first = value.isObject() && value.size() == 1 ? value.iterator().next() : value;
        if (value.isObject() && first.isArray() && !value.has("numeric")) {
            String name = value.propertyNames().iterator().next();
            return new Alternative.AnyOf(
                    first.valueStream().map(each -> operator(name, each, path)).toList());
        }
        return alternative(value, path);
    }

    private static Alternative numeric(JsonNode value, String path) {
        if (!value.isArray() || value.isEmpty() || value.size() % 2 != 0 || value.size() > 4) {
            throw refused(
                    path, "must be as [\">\", 0] or [\">=\", 0, \"<\", 5], was: " + shown(value));
        }
        List<Bound> bounds = new ArrayList<>();
        for (int i = 0; i < value.size(); i += 2) {
            JsonNode limit = value.get(i + 1);
            if (!Alternative.isFinite(limit)) {
                throw refused(path, "must compare with a number, was: " + shown(limit));
            }
            bounds.add(new Bound(comparison(value.get(i), path), limit.decimalValue()));
        }
        return new Alternative.Numeric(bounds);
    }

    private static Comparison comparison(JsonNode sign, String path) {
        return Arrays.stream(Comparison.values())
                .filter(each -> sign.isString() && each.sign().equals(sign.asString()))
                .findFirst()
                .orElseThrow(
                        () ->
                                refused(
                                        path,
                                        "must compare with one of %s, was: %s"
                                                .formatted(
                                                        Arrays.stream(Comparison.values())
                                                                .map(Comparison::sign)
                                                                .collect(Collectors.joining(" ")),
                                                        shown(sign))));
    }

    private static Alternative exists(JsonNode value, String path) {
        if (!value.isBoolean()) {
            throw refused(path, "must be true or false, was: " + shown(value));
        }
        return new Alternative.Exists(value.booleanValue());
    }

    private static String text(JsonNode value, String path) {
        if (!value.isString()) {
            throw refused(path, "must be text, was: " + shown(value));
        }
        return value.asString();
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private static RefusedException refused(String path, String text) {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "filter%s %s".formatted(path.isEmpty() ? "" : " at " + path, text));
    }
}
