package dev.meterlark.billing.plan;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The rows of billing profiles and of exemptions from tax. */
@Component
class ProfileRows {

    private final JdbcClient jdbc;

    ProfileRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<BillingProfile> find(AccountId account) {
        return jdbc.sql("select * from billing_profile where account_id = ?")
                .param(account.value())
                .query(ProfileRows::profile)
                .optional();
    }

    void put(AccountId account, BillingProfile profile, Instant now) {
        jdbc.sql("delete from billing_profile where account_id = ?")
                .param(account.value())
                .update();
        jdbc.sql(
                        "insert into billing_profile (account_id, legal_name, address, city,"
                                + " postal_code, country, vat_id, emails, purchase_order, language,"
                                + " changed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(account.value())
                .param(profile.legalName())
                .param(String.join("\n", profile.address()))
                .param(profile.city())
                .param(profile.postalCode())
                .param(profile.country())
                .param(profile.vatId())
                .param(String.join("\n", profile.emails()))
                .param(profile.purchaseOrder())
                .param(profile.language())
                .param(Columns.instant(now))
                .update();
    }

    /** Why the account owes no tax. */
    Optional<String> exemption(AccountId account) {
        return jdbc.sql("select reason from tax_exemption where account_id = ?")
                .param(account.value())
                .query(String.class)
                .optional();
    }

    void exempt(AccountId account, String reason, String by, Instant now) {
        liable(account);
        jdbc.sql(
                        "insert into tax_exemption (account_id, reason, made_by, made_at)"
                                + " values (?, ?, ?, ?)")
                .param(account.value())
                .param(reason)
                .param(by)
                .param(Columns.instant(now))
                .update();
    }

    int liable(AccountId account) {
        return jdbc.sql("delete from tax_exemption where account_id = ?")
                .param(account.value())
                .update();
    }

    private static BillingProfile profile(ResultSet row, int number) throws SQLException {
        return new BillingProfile(
                row.getString("legal_name"),
                row.getString("address").lines().toList(),
                row.getString("city"),
                row.getString("postal_code"),
                row.getString("country"),
                row.getString("vat_id"),
                row.getString("emails").lines().toList(),
                row.getString("purchase_order"),
                row.getString("language"));
    }
}
