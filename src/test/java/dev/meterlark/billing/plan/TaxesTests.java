package dev.meterlark.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.billing.rating.Tax;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Taxes, VAT ids and the seller that both depend on. */
class TaxesTests {

    private static final String SELLER = "meterlark.billing.seller";

    @ParameterizedTest
    @CsvSource({
        "DE, , S, 19", // at home, person
        "DE, DE123456789, S, 19", // at home, business
        "AT, , S, 20", // elsewhere in the union, person: its rate
        "FR, , S, 19", // its rate is not known: the seller's
        "AT, ATU12345678, AE, 0",
        "GR, EL123456789, AE, 0",
        "US, , O, 0",
        "GB, GB123456789, O, 0",
        "CH, CHE123456789MWST, O, 0",
    })
    void whereTheBuyerIsAndWhetherItIsABusinessDecides(
            String country, @Nullable String vatId, Tax.Category category, BigDecimal percent) {
        Tax tax = Taxes.of(german(), profile(country, vatId), null);

        assertThat(tax.category()).isEqualTo(category);
        assertThat(tax.percent()).isEqualByComparingTo(percent);
        assertThat(tax.reason() == null).isEqualTo(category == Tax.Category.S);
    }

    @Test
    void whoHasSaidNothingIsTaxedAsAtHome() {
        assertThat(Taxes.of(german(), null, null)).isEqualTo(Tax.standard(new BigDecimal("19")));
    }

    @Test
    void whoIsExemptOwesNoneAndTheInvoiceSaysWhy() {
        assertThat(Taxes.of(german(), profile("DE", null), "Embassy"))
                .isEqualTo(Tax.none(Tax.Category.E, "Embassy"));
    }

    @Test
    void aSellerWithoutAVatIdTaxesNobody() {
        for (String exemption : new String[] {null, "Embassy"}) {
            Tax tax = Taxes.of(seller(Map.of()), profile("DE", null), exemption);

            assertThat(tax).isEqualTo(Tax.none(Tax.Category.O, Taxes.NOT_REGISTERED));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DE, DE123456789, DE123456789",
        "DE, de 123 456 789, DE123456789",
        "DE, DE-123.456.789, DE123456789",
        "AT, ATU12345678, ATU12345678",
        "BE, BE0123456789, BE0123456789",
        "ES, ESX1234567X, ESX1234567X",
        "FR, FRXX123456789, FRXX123456789",
        "GR, EL123456789, EL123456789",
        "IE, IE1234567WA, IE1234567WA",
        "IT, IT12345678901, IT12345678901",
        "NL, NL123456789B01, NL123456789B01",
        "SE, SE123456789001, SE123456789001",
        "GB, XI123456789, XI123456789",
        "CH, CHE-123.456.789 MWST, CHE123456789MWST",
        "NO, NO123456789MVA, NO123456789MVA",
        "US, 12-3456789, 123456789",
    })
    void aVatIdOfTheRightFormIsTaken(String country, String text, String id) {
        assertThat(profile(country, text).vatId()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "DE, 123456789", "DE, DE12345678", "DE, DE1234567890", "DE, DE023456789", "DE, FR123456789",
        "AT, AT12345678", "GR, GR123456789", "NL, NL123456789", "SE, SE123456789002", "FR, FROO1",
        "CH, CH123456789", "US, <b>1</b>", "US, 1", "DE, DE१२३४५६७८९",
    })
    void aVatIdOfTheWrongFormIsRefusedByValue(String country, String text) {
        assertThatThrownBy(() -> profile(country, text))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("vatId must have the form that VAT ids of " + country)
                .hasMessageEndingWith("was: " + text);
    }

    @Test
    void aVatIdOfAThousandCharactersIsRefusedShort() {
        assertThatThrownBy(() -> profile("DE", "DE" + "1".repeat(10_000)))
                .isInstanceOf(RefusedException.class)
                .hasMessageMatching("vatId must have .{1,160}");
    }

    @ParameterizedTest
    @CsvSource({
        "country, Germany, country must be a country by its two letters such as DE",
        "country, XX, country must be a country by its two letters such as DE",
        "country, de, country must be a country by its two letters such as DE",
        "legalName, ' ', legalName is missing",
        "city, , city is missing",
        "language, english, language must be such as en or de-AT",
        "email, nobody, emails must be e-mail addresses",
        "email, 'a@b.com\r\nBcc: c@d.com', emails must be e-mail addresses",
        "email, 'a@b.com,c@d.com', emails must be e-mail addresses",
        "address, , address is missing",
    })
    void aProfileThatNoInvoiceCanBeSentToIsRefused(
            String field, @Nullable String value, String message) {
        assertThatThrownBy(() -> BillingProfile.of(wish(field, value)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void markupIsOnlyTextAndDirectionsAreNone() {
        assertThat(BillingProfile.of(wish("legalName", "<b>Müller & شركة</b>")).legalName())
                .isEqualTo("<b>Müller & شركة</b>");
        assertThatThrownBy(() -> BillingProfile.of(wish("legalName", "a\u202eb")))
                .hasMessageContaining("printable characters only, was: a?b");
        assertThatThrownBy(() -> BillingProfile.of(wish("legalName", "n".repeat(10_000))))
                .hasMessageContaining("legalName must have at most 200 characters, had 10000");
    }

    @Test
    void theSellersDefaults() {
        SellerProperties seller = seller(Map.of());

        assertThat(seller)
                .isEqualTo(
                        new SellerProperties(
                                "", List.of(), "", "", "", "", "", "", "", "", "", "", 14,
                                Map.of()));
        assertThat(seller.taxes()).isFalse();
    }

    @Test
    void everySettingOfTheSellerIsRead() {
        Map<String, String> values = new HashMap<>();
        values.put("name", "Meter GmbH");
        values.put("address[0]", "Am Fluss 1");
        values.put("city", "Köln");
        values.put("postal-code", "50667");
        values.put("country", "DE");
        values.put("vat-id", "DE 123456789");
        values.put("register", "HRB 1");
        values.put("email", "billing@example.com");
        values.put("phone", "+49 1");
        values.put("iban", "de89 3704 0044 0532 0130 00");
        values.put("bic", "COBADEFFXXX");
        values.put("bank", "Bank");
        values.put("payment-days", "30");
        values.put("tax-rates.DE", "19");

        assertThat(seller(values))
                .isEqualTo(
                        new SellerProperties(
                                "Meter GmbH",
                                List.of("Am Fluss 1"),
                                "Köln",
                                "50667",
                                "DE",
                                "DE123456789",
                                "HRB 1",
                                "billing@example.com",
                                "+49 1",
                                "DE89370400440532013000",
                                "COBADEFFXXX",
                                "Bank",
                                30,
                                Map.of("DE", new BigDecimal("19"))));
    }

    @ParameterizedTest
    @CsvSource({
        "country, Germany, country must be a country by its two letters such as DE",
        "vat-id, DE1, vat-id must have the form that VAT ids of DE have",
        "iban, DE89370400440532013001, iban must be an IBAN whose check digits are right",
        "iban, DE, iban must be an IBAN",
        "bic, BANK, bic must be a BIC",
        "email, nobody, email must be an e-mail address",
        "payment-days, -1, payment-days must be from 0 to 365",
        "payment-days, 366, payment-days must be from 0 to 365",
        "tax-rates.DE, 0, tax-rates.DE must be more than 0",
        "tax-rates.DE, 101, tax-rates.DE must be more than 0",
        "tax-rates.XX, 1, tax-rates must be a country",
        "country, AT, tax-rates must have a rate for the seller's country AT",
    })
    void aSellerThatNoInvoiceCanNameIsRefusedByItsKey(String key, String value, String message) {
        Map<String, String> values =
                new HashMap<>(
                        Map.of("country", "DE", "vat-id", "DE123456789", "tax-rates.DE", "19"));
        values.put(key, value);
        if (value.equals("AT")) {
            values.put("vat-id", "ATU12345678");
        }

        assertThatThrownBy(() -> seller(values))
                .rootCause()
                .hasMessageContaining("meterlark.billing.seller." + message)
                .hasMessageContaining("was:");
    }

    private static SellerProperties german() {
        return seller(
                Map.of(
                        "country", "DE",
                        "vat-id", "DE123456789",
                        "tax-rates.DE", "19",
                        "tax-rates.AT", "20"));
    }

    private static SellerProperties seller(Map<String, String> values) {
        Map<String, String> all = new HashMap<>();
        values.forEach((key, value) -> all.put(SELLER + "." + key, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate(SELLER, SellerProperties.class);
    }

    private static BillingProfile profile(String country, @Nullable String vatId) {
        return BillingProfile.of(
                new BillingProfile.Wish(
                        "Acme", List.of("Road 1"), "Town", "1", country, vatId, null, null, null));
    }

    private static BillingProfile.Wish wish(String field, @Nullable String value) {
        Map<String, @Nullable String> all = new HashMap<>();
        all.put("legalName", "Acme");
        all.put("address", "Road 1");
        all.put("city", "Town");
        all.put("country", "DE");
        all.put("email", "a@example.com");
        all.put(field, value);
        return new BillingProfile.Wish(
                all.get("legalName"),
                Collections.singletonList(all.get("address")),
                all.get("city"),
                null,
                all.get("country"),
                null,
                Collections.singletonList(all.get("email")),
                null,
                all.get("language"));
    }
}
