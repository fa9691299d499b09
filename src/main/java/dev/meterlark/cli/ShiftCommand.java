package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

@Command(
        name = "shift",
        description = {
            "Moves an alias from the version that it points at to another one, step by step, and"
                    + " back by itself when too many of the new version's calls fail or it is too"
                    + " slow. Without --to, shows how far the newest shift is.",
            "",
            "With --wait it ends as the shift does, and fails when that went back."
        },
        footer = {
            "  lark shift hello live --to 4",
            "  lark shift hello live --to 4 --step 0.01@60 --step 0.1@600 --max-errors 0.02",
            "  lark shift hello live --to 4 --max-p95 800 --wait",
            "  lark shift hello live",
            "  lark shift hello live --abort"
        })
final class ShiftCommand extends Verb {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    @Parameters(index = "0", paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "ALIAS", description = "The alias.")
    private String alias = "";

    @Option(names = "--to", paramLabel = "NUMBER", description = "Begin a shift to this version.")
    private @Nullable String to;

    @Option(
            names = "--step",
            paramLabel = "SHARE@SECONDS",
            description = "A share of the calls and how long it lasts; else 0.1@300 and 0.5@300.")
    private List<String> steps = List.of();

    @Option(
            names = "--max-errors",
            paramLabel = "SHARE",
            description = "What may fail of the new version's calls (0.05).")
    private @Nullable BigDecimal maxErrors;

    @Option(
            names = "--max-p95",
            paramLabel = "MS",
            description = "Milliseconds that 19 of 20 of its runs may take; else any.")
    private @Nullable Long maxP95;

    @Option(
            names = "--min-calls",
            paramLabel = "CALLS",
            description = "Calls in a step before the new version is judged (20).")
    private @Nullable Integer minCalls;

    @Option(names = "--abort", description = "Lead all calls back to the old version.")
    private boolean abort;

    @Option(names = "--wait", description = "Wait for the end.")
    private boolean wait;

    ShiftCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        if (abort && to != null) {
            throw Failure.usage("--to begins a shift and --abort ends one", "Give one of them.");
        }
        String path = Ask.alias(name, alias) + "/shifts";
        try (Api api = api()) {
            JsonNode shift = to == null ? newest(api, path) : begun(api, path, to);
            if (abort) {
                shift = api.send(Ask.post(path + "/" + id(shift) + "/abort", Json.object())).json();
            }
            if (wait) {
                shift = ended(api, path, shift, printing);
            }
            show(shift, printing);
            String state = Json.text(shift, "state", "");
            return wait && !state.equals("succeeded") ? Exit.FUNCTION : Exit.OK;
        }
    }

    private JsonNode newest(Api api, String path) {
        JsonNode newest = api.get(path + "?limit=1").path("items").path(0);
        if (newest.isMissingNode()) {
            throw Failure.usage(
                    "the alias %s of %s was never shifted".formatted(alias, name),
                    "Begin: lark shift %s %s --to VERSION".formatted(name, alias));
        }
        return newest;
    }

    private JsonNode begun(Api api, String path, String version) {
        ObjectNode wish = Json.object();
        wish.put("to", version);
        if (!steps.isEmpty()) {
            ArrayNode list = wish.putArray("steps");
            steps.forEach(step -> add(list.addObject(), step));
        }
        if (maxErrors != null) {
            wish.put("maxErrorShare", maxErrors);
        }
        if (maxP95 != null) {
            wish.put("maxP95Ms", maxP95);
        }
        if (minCalls != null) {
            wish.put("minCalls", minCalls);
        }
        return api.send(Ask.post(path, wish)).json();
    }

    private static void add(ObjectNode step, String text) {
        String[] pair = text.split("@", 2);
        try {
            step.put("weight", new BigDecimal(pair[0]));
            if (pair.length == 2) {
                step.put("seconds", Long.parseLong(pair[1]));
            }
        } catch (NumberFormatException e) {
            throw Failure.usage(
                    "--step is a share of the calls and seconds, was: " + text,
                    "As in --step 0.1@300, which is one call in ten for five minutes.");
        }
    }

    private static JsonNode ended(Api api, String path, JsonNode shift, Printing printing) {
        JsonNode now = shift;
        String said = "";
        while (Json.text(now, "state", "").equals("running")) {
            String progress = progress(now);
            if (!progress.equals(said)) {
                printing.notice(progress);
                said = progress;
            }
            api.rest(BETWEEN_LOOKS);
            now = api.get(path + "/" + id(shift));
        }
        return now;
    }

    private void show(JsonNode shift, Printing printing) {
        if (printing.json()) {
            printing.json(shift);
            return;
        }
        printing.say(
                "%s of %s from version %s to %s: %s, %s"
                        .formatted(
                                Shown.line(alias),
                                name,
                                Shown.line(Json.text(shift, "from", "")),
                                Shown.line(Json.text(shift, "to", "")),
                                Shown.line(Json.text(shift, "state", "")),
                                progress(shift)));
    }

    private static String progress(JsonNode shift) {
        JsonNode seen = shift.path("seen");
        return "%s; %s of the calls; seen %s, %s failed, p95 %s ms."
                .formatted(
                        Shown.line(Json.text(shift, "reason", "")),
                        Json.text(shift, "weight", ""),
                        Json.text(seen, "calls", "0"),
                        Json.text(seen, "failed", "0"),
                        Json.text(seen, "p95Ms", "0"));
    }

    private static String id(JsonNode shift) {
        return Ask.encoded(Json.text(shift, "id", ""));
    }
}
