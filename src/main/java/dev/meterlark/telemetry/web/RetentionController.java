package dev.meterlark.telemetry.web;

import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.Keeping;
import dev.meterlark.telemetry.content.ContentSettings;
import dev.meterlark.telemetry.content.KeptContents;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** How long what calls leave stays. */
@RestController
class RetentionController {

    private static final BigDecimal DAY = BigDecimal.valueOf(Duration.ofDays(1).toSeconds());

    private final Keeping keeping;
    private final KeptContents contents;
    private final ContentSettings settings;

    RetentionController(Keeping keeping, KeptContents contents, ContentSettings settings) {
        this.keeping = keeping;
        this.contents = contents;
        this.settings = settings;
    }

    /**
     * @param callDays how far back the history of calls goes
     * @param contentDays events and answers; 0 when none are kept
     */
    record Answer(BigDecimal callDays, BigDecimal logDays, BigDecimal contentDays) {}

    /** By the account's plan, and never longer than the installation keeps any. */
    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/account/retention")
    Answer retention(Caller caller) {
        AccountId account = caller.account();
        return new Answer(
                days(keeping.calls(account)),
                days(keeping.logs(account)),
                settings.isKept(account) ? days(contents.keptFor(account)) : BigDecimal.ZERO);
    }

    /** Whole ones without a point. */
    private static BigDecimal days(Duration kept) {
        BigDecimal days = BigDecimal.valueOf(kept.toSeconds()).divide(DAY, 3, RoundingMode.HALF_UP);
        return days.stripTrailingZeros().scale() <= 0 ? days.setScale(0) : days;
    }
}
