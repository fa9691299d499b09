package dev.meterlark.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;

class PriceTermsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'meter':'requests','unit':'request','kind':'flat','amount':'5','included':'0'}",
                "{'meter':'requests','unit':'request','kind':'per-unit','amount':'0.20','per':'1000000','included':'7.5'}",
                "{'meter':'egress-gb','unit':'GB','kind':'package','amount':'7','size':'50','included':'0'}",
                "{'meter':'egress-gb','unit':'GB','kind':'graduated','steps':[{'upTo':'10','amount':'2','per':'1'},{'amount':'1','per':'1'}],'included':'0'}",
                "{'meter':'egress-gb','unit':'GB','kind':'volume','steps':[{'upTo':'10','amount':'2','per':'1'},{'amount':'1','per':'1'}],'included':'0'}"
            })
    void aPriceIsReadAsItWasWritten(String json) {
        PriceTerms terms = terms(json);

        assertThat(
                        JsonMapper.shared()
                                .writeValueAsString(PriceTerms.of(terms.ofMeter(), terms.price())))
                .isEqualTo(json.replace('\'', '"'));
    }

    @Test
    void whatIsLeftOutIsOneUnitAndNothingIncluded() {
        PriceTerms terms = terms("{'meter':'requests','kind':'per-unit','amount':'1'}");

        assertThat(terms.price().toString())
                .isEqualTo(
                        terms(
                                        "{'meter':'requests','kind':'per-unit','amount':'1','per':'1','included':'0'}")
                                .price()
                                .toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'meter':'requests'} | its kind must be flat, per-unit, graduated, volume or"
                        + " package, was: null",
                "{'meter':'requests','kind':'tiered'} | was: tiered",
                "{'meter':'requests','kind':'flat'} | amount is missing",
                "{'meter':'requests','kind':'flat','amount':'-1'} | must not be negative, was: -1",
                "{'meter':'requests','kind':'flat','amount':'1e9'} | a decimal number such as 0.20,"
                        + " was: 1e9",
                "{'meter':'requests','kind':'flat','amount':'<b>'} | was: <b>",
                "{'meter':'requests','kind':'per-unit','amount':'1','per':'7'} | a power of ten"
                        + " units, was: 7",
                "{'meter':'requests','kind':'per-unit','amount':'1','included':'-7'} | must not be"
                        + " negative, was: -7",
                "{'meter':'requests','kind':'graduated'} | 1 to 20 steps, had 0",
                "{'meter':'requests','kind':'volume','steps':[null]} | amount is missing",
                "{'meter':'requests','kind':'package','amount':'1'} | size is missing"
            })
    void whatIsNoPriceIsRefusedWithItsMeter(String json, String message) {
        assertThatThrownBy(() -> terms(json).price())
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("the price of requests: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'meter':'Requests'}", "{'meter':''}"})
    void aMeterThatThereIsNotIsRefused(String json) {
        assertThatThrownBy(() -> terms(json).ofMeter())
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("there is no meter by that name: ");
    }

    @Test
    void thePricesOfTheProductsPlansCanBeWrittenDown() {
        for (ProductPlans.Offer offer : ProductPlans.all()) {
            PriceBook book = offer.book();
            assertThat(book.plan()).isEqualTo(offer.plan().id());
            assertThat(book.currency()).isEqualTo(offer.plan().currency());
            book.prices()
                    .forEach(
                            (meter, price) -> {
                                PriceTerms written = PriceTerms.of(meter, price);
                                assertThat(written.ofMeter()).isEqualTo(meter);
                                assertThat(written.price()).isEqualTo(price);
                            });
        }
    }

    private static PriceTerms terms(String json) {
        return JsonMapper.shared().readValue(json.replace('\'', '"'), PriceTerms.class);
    }
}
