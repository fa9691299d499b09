package dev.meterlark.console.functions;

import dev.meterlark.console.Filling;
import dev.meterlark.function.FunctionDependents;
import dev.meterlark.function.WebhookSecrets;
import dev.meterlark.shared.Permission;
import dev.meterlark.worker.RuntimeOffer;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Models of the pages of a function's versions, aliases and configuration. */
public final class VersionModels {

    private static final List<String> CHOICES = List.of("3", "2", "1");

    private final Filling with;
    private final String text;

    public VersionModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        Map<String, Map<String, Object>> all = new HashMap<>();
        all.putAll(versions());
        all.putAll(aliases());
        all.put("functions/settings", settings());
        all.put(
                "functions/function-delete",
                about("needed", new FunctionDependents(text, List.of(), List.of(text), 2, 1)));
        return all;
    }

    private Map<String, Map<String, Object>> versions() {
        return Map.of(
                "functions/versions",
                about(
                        "first",
                        true,
                        "next",
                        text,
                        "aliases",
                        List.of(alias()),
                        "versions",
                        List.of(version(), version())),
                "functions/version-new",
                about("description", text, "problem", text),
                "functions/version",
                about("version", version(), "warm", warm()),
                "functions/version-delete",
                about("version", version()));
    }

    private Map<String, Map<String, Object>> aliases() {
        var move = new AliasRooms.Move(2, text, text, text, Filling.NOW);
        var form = new AliasForm(text, "3", text, List.of("2", "1"), List.of("10", "0.5"), "7");
        return Map.of(
                "functions/pipeline-async",
                with.model(
                        "pipeline",
                        text,
                        "revision",
                        "7",
                        "async",
                        async(),
                        "secret",
                        new WebhookSecrets.NewSecret(text, null)),
                "functions/alias-new",
                about("form", form, "choices", CHOICES, "problem", text),
                "functions/alias",
                about(
                        "alias",
                        alias(),
                        "moves",
                        List.of(move, move),
                        "next",
                        text,
                        "shifts",
                        List.of(shift()),
                        "running",
                        shift(),
                        "form",
                        form,
                        "choices",
                        CHOICES),
                "functions/alias-rollback",
                about("alias", alias(), "before", move),
                "functions/alias-delete",
                about("alias", alias()),
                "functions/shift-new",
                about(
                        "alias",
                        alias(),
                        "choices",
                        CHOICES,
                        "pointed",
                        "1",
                        "form",
                        ShiftForm.to("2")));
    }

    private Map<String, Object> settings() {
        return about(
                "runtimes",
                List.of(Runtimes.Choice.of(new RuntimeOffer("nodejs20", "nodejs", text))),
                "runtimeOffered",
                false,
                "permissions",
                Arrays.stream(Permission.values()).map(SettingsRooms.Grantable::of).toList(),
                "revision",
                "7",
                "roleRevision",
                "7",
                "form",
                new SettingsForm("nodejs20", text, text, "128", "3", "1", "0", "none", "7"),
                "warm",
                warm(),
                "tags",
                new Pairs(List.of(new Pairs.Row(text, text))),
                "urlForm",
                new UrlForm(text, text, text, text, text, "on", text, "7"),
                "async",
                async(),
                "secret",
                new WebhookSecrets.NewSecret(text, null),
                "role",
                new RoleForm(List.of("functions:read"), text, "7"));
    }

    private AsyncForm async() {
        var target =
                new AsyncForm.Target(
                        "webhook", text, text, text, text, text, text, text, text, text, text);
        return new AsyncForm("2", text, text, target, target, "7");
    }

    private WarmForm warm() {
        return new WarmForm(
                "1",
                List.of(new WarmForm.Window(List.of("MON"), "08:00", "18:00", text, "2")),
                "7");
    }

    private VersionRow version() {
        return new VersionRow(
                "3",
                text,
                text,
                text,
                128,
                3,
                1,
                "none",
                2,
                text,
                "4.2 MiB",
                text,
                List.of(text),
                Filling.NOW);
    }

    private AliasRow alias() {
        var weights = new TreeMap<>(Map.of("3", new BigDecimal("0.1")));
        List<Share> shares = Share.of("2", weights);
        return new AliasRow(text, text, text, shares, Share.words(shares), 7, Filling.NOW);
    }

    private ShiftRow shift() {
        return new ShiftRow(
                Filling.ID,
                "2",
                "3",
                true,
                "Running",
                "",
                text,
                "10",
                List.of(
                        new ShiftRow.Step("10", "5 min", "done"),
                        new ShiftRow.Step("50", "5 min", "now"),
                        new ShiftRow.Step("100", "", "next")),
                text,
                text,
                Filling.NOW,
                text,
                Filling.NOW,
                null);
    }

    private Map<String, Object> about(Object... pairs) {
        Map<String, Object> model = with.model(pairs);
        model.put("fn", with.head());
        return model;
    }
}
