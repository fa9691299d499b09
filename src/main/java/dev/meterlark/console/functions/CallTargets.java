package dev.meterlark.console.functions;

import dev.meterlark.function.FunctionVersions;
import dev.meterlark.function.VersionView;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What of a function can be called from its pages: what is edited, its aliases, its versions. */
@Component
public class CallTargets {

    /** The newest ones: an older one is there when the page's address names it. */
    private static final int SHOWN = 50;

    private static final int LONGEST_NAME = 64;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final VersionRooms rooms;
    private final FunctionVersions versions;

    CallTargets(VersionRooms rooms, FunctionVersions versions) {
        this.rooms = rooms;
        this.versions = versions;
    }

    /**
     * @param words where its calls go
     */
    record Alias(String name, String words) {}

    /**
     * @param chosen empty when what the address names is gone: nobody is to call another unawares
     * @param gone what the address names and is not there any more
     */
    record Offer(String chosen, List<Alias> aliases, List<String> versions, @Nullable String gone) {

        /** Whether there is nothing to choose from. */
        public boolean isSingle() {
            return aliases.isEmpty() && versions.isEmpty() && gone == null;
        }
    }

    /**
     * Puts the choice into the model.
     *
     * @param wanted a version or an alias; null or empty for what is edited
     */
    public void add(Caller caller, String name, @Nullable String wanted, Model model) {
        List<Alias> aliases =
                rooms.aliases(caller, name).stream()
                        .map(each -> new Alias(each.name(), each.words()))
                        .toList();
        List<String> published = new ArrayList<>();
        versions.list(caller, name, null, SHOWN)
                .items()
                .forEach(each -> published.add(each.version()));
        String chosen = wanted == null || wanted.isBlank() ? FunctionRef.LATEST : wanted;
        boolean there =
                chosen.equals(FunctionRef.LATEST)
                        || published.contains(chosen)
                        || aliases.stream().anyMatch(each -> each.name().equals(chosen));
        if (!there && isVersion(caller, name, chosen)) {
            published.add(chosen);
            there = true;
        }
        model.addAttribute(
                "targets",
                new Offer(there ? chosen : "", aliases, published, there ? null : cut(chosen)));
    }

    private boolean isVersion(Caller caller, String name, String chosen) {
        if (!NUMBER.matcher(chosen).matches()) {
            return false;
        }
        try {
            VersionView found = versions.show(caller, name, chosen);
            return found.version().equals(chosen);
        } catch (RefusedException refusal) {
            if (refusal.code() == ErrorCode.NOT_FOUND) {
                return false;
            }
            throw refusal;
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "…";
    }
}
