package dev.meterlark.console.code;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.function.CodeComparison;
import dev.meterlark.function.CodeFiles;
import dev.meterlark.function.FunctionVersions;
import dev.meterlark.function.VersionView;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import java.util.List;
import java.util.stream.Stream;

/** Two versions of a function's code beside each other. */
@Room
class DiffPage {

    private static final String LATEST = "$LATEST";
    private static final int VERSIONS = 100;
    private static final int FILES = 30;

    private final FunctionRooms rooms;
    private final FunctionVersions versions;
    private final CodeFiles files;

    DiffPage(FunctionRooms rooms, FunctionVersions versions, CodeFiles files) {
        this.rooms = rooms;
        this.versions = versions;
        this.files = files;
    }

    @GetMapping("/functions/{name}/code/diff")
    @Access(Permission.FUNCTIONS_WRITE)
    String compare(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(defaultValue = LATEST) String to,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        boolean hasCode = rooms.enter(caller, name, model).function().code() != null;
        List<String> published =
                versions.list(caller, name, null, VERSIONS).items().stream()
                        .map(VersionView::version)
                        .toList();
        String before = from == null ? published.stream().findFirst().orElse(LATEST) : from;
        model.addAttribute(
                "versions", Stream.concat(Stream.of(LATEST), published.stream()).toList());
        model.addAttribute("from", before);
        model.addAttribute("to", to);
        model.addAttribute("published", !published.isEmpty());
        model.addAttribute("files", List.of());
        if (hasCode || !published.isEmpty()) {
            CodeComparison found =
                    files.compare(caller, name, before, to, Stretch.of(cursor, FILES));
            model.addAttribute("files", found.items().stream().map(DiffFile::of).toList());
            String next = found.nextCursor();
            model.addAttribute(
                    "next",
                    next == null
                            ? null
                            : CodeAddress.of(
                                    name, "diff", "from", before, "to", to, "cursor", next));
        }
        return "code/diff";
    }
}
