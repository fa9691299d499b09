package dev.meterlark.console.storage;

import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.storage.bucket.BucketView;
import dev.meterlark.storage.bucket.Buckets;
import dev.meterlark.storage.bucket.ObjectFacts;
import dev.meterlark.storage.bucket.ObjectList;
import dev.meterlark.storage.bucket.ObjectQuery;
import dev.meterlark.storage.bucket.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What is in a bucket: by what keys have in common up to a slash, as folders are, and one by one.
 */
@Room
class BrowsingPages {

    private static final String DELIMITER = "/";
    private static final int SHOWN = 100;

    private final Buckets buckets;
    private final Objects objects;

    BrowsingPages(Buckets buckets, Objects objects) {
        this.buckets = buckets;
        this.objects = objects;
    }

    /**
     * @param flat all keys one by one, also those behind a slash
     */
    @GetMapping("/buckets/{bucket}")
    @Access(Permission.STORAGE_READ)
    String browse(
            Caller caller,
            @PathVariable String bucket,
            @RequestParam(defaultValue = "") String prefix,
            @RequestParam(defaultValue = "false") boolean flat,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        BucketView view = buckets.show(caller, bucket);
        ObjectList page =
                objects.list(
                        caller.account(),
                        bucket,
                        new ObjectQuery(prefix, flat ? null : DELIMITER, cursor, SHOWN));
        model.addAttribute("bucket", BucketPages.Row.of(view));
        model.addAttribute("prefix", prefix);
        model.addAttribute("flat", flat);
        model.addAttribute("crumbs", Crumb.of(prefix));
        model.addAttribute(
                "folders",
                page.prefixes().stream().map(each -> Crumb.below(prefix, each)).toList());
        model.addAttribute(
                "objects",
                page.items().stream().map(each -> ObjectRow.of(each, flat ? "" : prefix)).toList());
        model.addAttribute("next", page.nextCursor());
        return "storage/bucket";
    }

    @GetMapping("/buckets/{bucket}/object")
    @Access(Permission.STORAGE_READ)
    String one(
            Caller caller,
            @PathVariable String bucket,
            @RequestParam(defaultValue = "") String key,
            Model model) {
        buckets.show(caller, bucket);
        ObjectFacts facts =
                objects.find(caller.account(), bucket, key).orElseThrow(Objects::unknown);
        model.addAttribute("bucket", bucket);
        model.addAttribute("crumbs", Crumb.of(folder(key)));
        model.addAttribute("object", ObjectRow.of(facts, folder(key)));
        model.addAttribute("facts", facts);
        model.addAttribute("exactSize", Show.count(facts.size()));
        return "storage/object";
    }

    /** What is before the last part of a key. */
    static String folder(String key) {
        return key.substring(0, key.lastIndexOf('/') + 1);
    }
}
