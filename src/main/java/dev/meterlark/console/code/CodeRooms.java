package dev.meterlark.console.code;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.functions.CallTargets;
import dev.meterlark.console.functions.SampleEvent;
import dev.meterlark.function.CodeFileList;
import dev.meterlark.function.CodeFiles;
import dev.meterlark.function.FunctionView;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

import java.util.List;
import java.util.Optional;

/** The page of a function's code, whatever was done on it before. */
@Component
class CodeRooms {

    private static final int SHOWN = 100;

    private final FunctionRooms rooms;
    private final CodeFiles files;
    private final CallTargets targets;

    CodeRooms(FunctionRooms rooms, CodeFiles files, CallTargets targets) {
        this.rooms = rooms;
        this.files = files;
        this.targets = targets;
    }

    /**
     * What is looked at.
     *
     * @param file null for the one that its handler is in
     * @param fresh whether the file may be one that is not there yet
     * @param version null for the editable one
     * @param event name of the sample to call it with; null for the usual one
     * @param qualifier what the pane calls; null for what is looked at
     */
    record Wanted(
            @Nullable String file,
            @Nullable Boolean fresh,
            @Nullable String version,
            @Nullable String cursor,
            @Nullable String event,
            @Nullable String qualifier) {

        Wanted {
            version = version == null || version.isBlank() ? null : version;
        }

        static Wanted typed(String path) {
            return new Wanted(path, true, null, null, null, null);
        }

        @Nullable String called() {
            return qualifier == null ? version : qualifier;
        }

        boolean mayBeFresh() {
            return Boolean.TRUE.equals(fresh);
        }
    }

    String show(Caller caller, String name, Wanted wanted, Model model) {
        FunctionView function = rooms.enter(caller, name, model).function();
        model.addAttribute("version", wanted.version());
        model.addAttribute("samples", SampleEvent.ALL);
        targets.add(caller, name, wanted.called(), model);
        if (!model.containsAttribute("event")) {
            model.addAttribute("event", SampleEvent.of(wanted.event()).text());
            model.addAttribute("keepEvent", wanted.event() != null);
        }
        if (function.code() != null || wanted.version() != null) {
            look(caller, function, wanted, model);
        } else {
            model.addAttribute("files", List.of());
        }
        return "code/code";
    }

    private void look(Caller caller, FunctionView function, Wanted wanted, Model model) {
        CodeFileList list =
                files.list(caller, function.name(), wanted.version(), wanted.cursor(), SHOWN);
        OpenFile open = open(caller, function, wanted, list);
        model.addAttribute(
                "files",
                list.items().stream().map(each -> row(function, wanted, each, open)).toList());
        String next = list.nextCursor();
        String version = wanted.version();
        model.addAttribute(
                "next",
                next == null
                        ? null
                        : CodeAddress.of(function.name(), "", "cursor", next, "version", version));
        model.addAttribute(
                "download", CodeAddress.of(function.name(), "download", "version", version));
        model.addAttribute("digest", list.digest());
        model.addAttribute("open", open);
    }

    private static FileRow row(
            FunctionView function, Wanted wanted, CodeFileList.Item item, @Nullable OpenFile open) {
        String path = open == null ? "" : open.path();
        return FileRow.of(function.name(), wanted.version(), item, path);
    }

    private @Nullable OpenFile open(
            Caller caller, FunctionView function, Wanted wanted, CodeFileList list) {
        String path = wanted.file();
        if (path == null || path.isBlank()) {
            path = MainFile.of(function.handler(), list.items()).orElse(null);
        }
        if (path == null) {
            return null;
        }
        String found = path;
        return read(caller, function, wanted, found)
                .orElseGet(() -> wanted.mayBeFresh() ? OpenFile.fresh(found.strip()) : null);
    }

    private Optional<OpenFile> read(
            Caller caller, FunctionView function, Wanted wanted, String path) {
        try {
            return Optional.of(
                    OpenFile.of(files.read(caller, function.name(), wanted.version(), path)));
        } catch (RefusedException refusal) {
            if (refusal.code() == ErrorCode.NOT_FOUND && wanted.mayBeFresh()) {
                return Optional.empty();
            }
            throw refusal;
        }
    }
}
