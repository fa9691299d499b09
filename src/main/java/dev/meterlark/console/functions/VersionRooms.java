package dev.meterlark.console.functions;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.function.Aliases;
import dev.meterlark.function.FunctionVersions;
import dev.meterlark.function.VersionView;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

import java.util.ArrayList;
import java.util.List;

/** What the pages of versions and aliases of a function have in common. */
@Component
class VersionRooms {

    /** As many as one page of a list has at most: no function has more aliases. */
    private static final int MOST = 100;

    private static final int SHOWN = 50;
    private static final String LATEST = "$LATEST";

    private final FunctionRooms rooms;
    private final FunctionVersions versions;
    private final Aliases aliases;

    VersionRooms(FunctionRooms rooms, FunctionVersions versions, Aliases aliases) {
        this.rooms = rooms;
        this.versions = versions;
        this.aliases = aliases;
    }

    /** The page of all of them. */
    String list(Caller caller, String name, @Nullable String cursor, Model model) {
        rooms.enter(caller, name, model);
        List<AliasRow> leading = aliases(caller, name);
        var found = versions.list(caller, name, cursor, SHOWN);
        model.addAttribute("aliases", leading);
        model.addAttribute(
                "versions",
                found.items().stream().map(each -> VersionRow.of(each, leading)).toList());
        model.addAttribute("next", found.nextCursor());
        model.addAttribute("first", cursor == null);
        return "functions/versions";
    }

    /** The page of one. */
    String one(Caller caller, String name, String version, Model model) {
        rooms.enter(caller, name, model);
        VersionView found = versions.show(caller, name, version);
        model.addAttribute("version", VersionRow.of(found, aliases(caller, name)));
        if (!model.containsAttribute("warm")) {
            model.addAttribute("warm", WarmForm.of(found.keepWarm(), null));
        }
        return "functions/version";
    }

    List<AliasRow> aliases(Caller caller, String name) {
        return aliases.list(caller, name, null, MOST).items().stream().map(AliasRow::of).toList();
    }

    /** What an alias can be pointed at: the newest, and those that are in use already. */
    void addChoices(Caller caller, String name, Model model, List<String> used) {
        List<String> choices = new ArrayList<>();
        versions.list(caller, name, null, MOST).items().forEach(v -> choices.add(v.version()));
        for (String each : used) {
            if (!each.isBlank() && !each.equals(LATEST) && !choices.contains(each)) {
                choices.add(each);
            }
        }
        model.addAttribute("choices", choices);
    }
}
