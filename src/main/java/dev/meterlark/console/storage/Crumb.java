package dev.meterlark.console.storage;

import dev.meterlark.console.FunctionText;

import java.util.ArrayList;
import java.util.List;

/**
 * A beginning that keys have in common.
 *
 * @param name what of it is shown
 * @param prefix all of it
 */
record Crumb(String name, String prefix) {

    /** Every beginning up to a slash of this one, the shortest first. */
    static List<Crumb> of(String prefix) {
        List<Crumb> crumbs = new ArrayList<>();
        int from = 0;
        for (int slash = prefix.indexOf('/'); slash >= 0; slash = prefix.indexOf('/', from)) {
            crumbs.add(below(prefix.substring(0, from), prefix.substring(0, slash + 1)));
            from = slash + 1;
        }
        return List.copyOf(crumbs);
    }

    static Crumb below(String prefix, String whole) {
        return new Crumb(FunctionText.plain(whole.substring(prefix.length())), whole);
    }
}
