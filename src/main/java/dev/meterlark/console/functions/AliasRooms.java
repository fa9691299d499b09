package dev.meterlark.console.functions;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.function.AliasMoveView;
import dev.meterlark.function.AliasView;
import dev.meterlark.function.Aliases;
import dev.meterlark.release.Shifts;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The pages of an alias, as they are shown and shown again. */
@Component
class AliasRooms {

    private static final int MOVES = 20;
    private static final int SHIFTS = 10;

    private final FunctionRooms rooms;
    private final VersionRooms versions;
    private final Aliases aliases;
    private final Shifts shifts;
    private final Actors actors;

    AliasRooms(
            FunctionRooms rooms,
            VersionRooms versions,
            Aliases aliases,
            Shifts shifts,
            Actors actors) {
        this.rooms = rooms;
        this.versions = versions;
        this.aliases = aliases;
        this.shifts = shifts;
        this.actors = actors;
    }

    /** Where an alias pointed from some moment on. */
    record Move(long revision, String words, String reason, String actor, Instant movedAt) {

        private static Move of(AliasMoveView move, UnaryOperator<String> actors) {
            return new Move(
                    move.revision(),
                    Share.words(Share.of(move)),
                    move.reason(),
                    actors.apply(move.actor()),
                    move.movedAt());
        }
    }

    String show(Caller caller, String name, String alias, @Nullable String cursor, Model model) {
        AliasView found = enter(caller, name, alias, model);
        UnaryOperator<String> known = actors.known(caller);
        var moves = aliases.history(caller, name, alias, cursor, MOVES);
        List<Move> shown = moves.items().stream().map(each -> Move.of(each, known)).toList();
        List<ShiftRow> shifted =
                shifts.list(caller, name, alias, null, SHIFTS).items().stream()
                        .map(each -> ShiftRow.of(each, known))
                        .toList();
        model.addAttribute("moves", shown);
        model.addAttribute("next", moves.nextCursor());
        model.addAttribute("shifts", shifted);
        model.addAttribute(
                "running", shifted.stream().filter(ShiftRow::running).findFirst().orElse(null));
        addForm(caller, name, AliasForm.of(found), model);
        return "functions/alias";
    }

    /** Puts function and alias into the model. */
    AliasView enter(Caller caller, String name, String alias, Model model) {
        rooms.enter(caller, name, model);
        AliasView found = aliases.show(caller, name, alias);
        model.addAttribute("alias", AliasRow.of(found));
        return found;
    }

    /** The page for a new one. */
    String blank(Caller caller, String name, AliasForm form, Model model) {
        rooms.enter(caller, name, model);
        addForm(caller, name, form, model);
        return "functions/alias-new";
    }

    /** The page of a new shift. */
    String shift(Caller caller, String name, String alias, @Nullable ShiftForm typed, Model model) {
        AliasView found = enter(caller, name, alias, model);
        versions.addChoices(caller, name, model, List.of());
        model.addAttribute("pointed", found.version());
        if (typed == null) {
            model.addAttribute("form", ShiftForm.to(newest(model, found.version())));
        } else {
            model.addAttribute("form", typed);
        }
        return "functions/shift-new";
    }

    /** Where it would go back to; null when it has pointed nowhere else. */
    @Nullable Move before(Caller caller, String name, String alias) {
        return aliases.history(caller, name, alias, null, 2).items().stream()
                .skip(1)
                .findFirst()
                .map(each -> Move.of(each, actors.known(caller)))
                .orElse(null);
    }

    private void addForm(Caller caller, String name, AliasForm form, Model model) {
        if (!model.containsAttribute("form")) {
            model.addAttribute("form", form);
        }
        List<String> used = new ArrayList<>();
        if (model.getAttribute("form") instanceof AliasForm typed) {
            typed.weights().forEach(each -> used.add(each.version()));
            if (typed.version() != null) {
                used.add(typed.version());
            }
        }
        versions.addChoices(caller, name, model, used);
    }

    private static String newest(Model model, String pointed) {
        return model.getAttribute("choices") instanceof List<?> choices
                ? choices.stream()
                        .map(Object::toString)
                        .filter(each -> !each.equals(pointed))
                        .findFirst()
                        .orElse("")
                : "";
    }
}
