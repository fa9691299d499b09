package dev.meterlark.trigger;

import dev.meterlark.platform.Columns;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Where a list of triggers, which is by age, goes on. */
record Place(Instant createdAt, UUID id, int limit) {

    private static final UUID FIRST = new UUID(0, 0);

    /**
     * @throws RefusedException when the cursor is none of this list
     */
    static Place of(Stretch stretch) {
        int more = stretch.most() + 1;
        if (stretch.after().isEmpty()) {
            return new Place(Instant.EPOCH, FIRST, more);
        }
        try {
            String[] parts = stretch.after().split("/", 2);
            return new Place(Instant.parse(parts[0]), UUID.fromString(parts[1]), more);
        } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "cursor is not one that this list answered with; leave it out to start over");
        }
    }

    static String name(TriggerRow row) {
        return Columns.instant(row.createdAt()).toInstant() + "/" + row.id();
    }

    /** Of the account's triggers behind this place. */
    List<Object> parameters(AccountId account) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(account.value());
        parameters.add(Columns.instant(createdAt));
        parameters.add(Columns.instant(createdAt));
        parameters.add(id);
        return parameters;
    }
}
