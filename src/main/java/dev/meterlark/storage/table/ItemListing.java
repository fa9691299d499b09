package dev.meterlark.storage.table;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.table.ItemRows.Place;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Pages of items, bounded by their number and by their bytes: first is looked how large they are,
 * then those are read that fit.
 */
@Component
class ItemListing {

    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final ItemRows items;
    private final TableProperties properties;

    ItemListing(ItemRows items, TableProperties properties) {
        this.items = items;
        this.properties = properties;
    }

    /** At least one, when there is one. */
    ItemPage page(Table table, ItemOrder order, @Nullable Integer asked, Instant now) {
        int limit = limit(asked);
        List<Place> places = items.places(table.id(), order, now, limit + 1);
        List<Place> shown = places.subList(0, fitting(places, limit));
        Map<ItemKey, Stored> found =
                items.find(table.id(), shown.stream().map(Place::key).toList());
        List<Item> page =
                shown.stream()
                        .map(place -> found.get(place.key()))
                        .filter(each -> each != null && !each.isExpired(now))
                        .map(Stored::item)
                        .toList();
        boolean more = shown.size() < places.size();
        return new ItemPage(page, more ? order.cursor(shown.getLast()) : null);
    }

    private int fitting(List<Place> places, int limit) {
        long bytes = 0;
        int fitting = 0;
        for (Place place : places.subList(0, Math.min(limit, places.size()))) {
            bytes += place.bytes();
            if (fitting > 0 && bytes > properties.maxPageSize().toBytes()) {
                break;
            }
            fitting++;
        }
        return fitting;
    }

    private static int limit(@Nullable Integer asked) {
        int limit = asked == null ? USUAL : asked;
        if (limit < 1 || limit > MOST) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "limit must be from 1 to %d, was: %d".formatted(MOST, limit));
        }
        return limit;
    }
}
