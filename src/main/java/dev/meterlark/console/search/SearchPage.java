package dev.meterlark.console.search;

import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** With htmx only what was found, as the palette shows it. */
@Room
class SearchPage {

    private static final int LONGEST = 200;

    private final Search search;

    SearchPage(Search search) {
        this.search = search;
    }

    @GetMapping("/search")
    @Access(Permission.ACCOUNT_READ)
    String search(
            Caller caller,
            @RequestParam(name = "q", defaultValue = "") String text,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        String asked = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        model.addAttribute("q", asked);
        model.addAttribute("found", search.find(caller, asked));
        return htmx == null ? "search/search" : "search/search :: found";
    }
}
