package com.example.orders;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Ten items or more are cheaper; by how much is a matter of configuration. */
@Component
class Discount {

    private final BigDecimal percent;

    Discount(@Value("${discount.percent:10}") BigDecimal percent) {
        this.percent = percent;
    }

    BigDecimal apply(BigDecimal sum, int items) {
        BigDecimal rate = items < 10 ? BigDecimal.ZERO : percent.movePointLeft(2);
        return sum.multiply(BigDecimal.ONE.subtract(rate)).setScale(2, RoundingMode.HALF_EVEN);
    }
}
