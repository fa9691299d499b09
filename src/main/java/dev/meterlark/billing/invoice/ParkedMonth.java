package dev.meterlark.billing.invoice;

import dev.meterlark.shared.AccountId;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;

/**
 * A month that a person is to look at before it is billed.
 *
 * @param net what it would come to
 */
public record ParkedMonth(
        AccountId account,
        YearMonth period,
        Parking reason,
        String detail,
        BigDecimal net,
        Instant since) {}
