package dev.meterlark.billing.document;

import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.IssuedLine;
import dev.meterlark.billing.invoice.TaxLine;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;

import javax.xml.stream.XMLStreamException;

/** The lines of an e-invoice. */
final class XmlLines {

    private static final String PIECES = "C62";

    private final IssuedInvoice invoice;
    private final Language language;
    private final XmlText xml;

    XmlLines(IssuedInvoice invoice, XmlText xml) {
        this.invoice = invoice;
        this.language = Language.of(invoice.language());
        this.xml = xml;
    }

    /**
     * @param quantity times the price, rounded, is the line's amount; a price is never below zero
     */
    private record Priced(BigDecimal quantity, BigDecimal price) {}

    void write() throws XMLStreamException {
        for (IssuedLine line : invoice.lines()) {
            xml.group("IncludedSupplyChainTradeLineItem", () -> line(line));
        }
        if (invoice.lines().isEmpty()) {
            xml.group("IncludedSupplyChainTradeLineItem", this::nothing);
        }
    }

    /** An e-invoice has a line. */
    private void nothing() throws XMLStreamException {
        xml.group("AssociatedDocumentLineDocument", () -> xml.text("LineID", "1"));
        xml.group("SpecifiedTradeProduct", () -> xml.text("Name", Word.NOTHING.in(language)));
        price(new Priced(BigDecimal.ONE, BigDecimal.ZERO.setScale(2)));
        String category = invoice.taxes().isEmpty() ? "O" : invoice.taxes().getFirst().category();
        xml.group(
                "SpecifiedLineTradeSettlement",
                () -> {
                    xml.group("ApplicableTradeTax", () -> tax(category));
                    total(BigDecimal.ZERO.setScale(2));
                });
    }

    private void line(IssuedLine line) throws XMLStreamException {
        Priced priced = priced(line);
        xml.group(
                "AssociatedDocumentLineDocument",
                () -> xml.text("LineID", Integer.toString(line.position())));
        xml.group(
                "SpecifiedTradeProduct",
                () -> {
                    xml.text("Name", new LineText(line, language).description());
                    xml.text("Description", description(line));
                });
        price(priced);
        xml.group(
                "SpecifiedLineTradeSettlement",
                () -> {
                    xml.group("ApplicableTradeTax", () -> tax(line.taxCategory()));
                    period(line);
                    total(InvoiceXml.amount(line.amount()));
                });
    }

    /** As it was priced where that is quantity times price; else the line is one piece. */
    private static Priced priced(IssuedLine line) {
        BigDecimal amount = InvoiceXml.amount(line.amount());
        BigDecimal quantity = decimal(line.quantity());
        BigDecimal price = decimal(line.unitPrice());
        if (quantity != null && price != null) {
            BigDecimal product = quantity.multiply(price).setScale(2, RoundingMode.HALF_UP);
            if (product.compareTo(amount) == 0 && price.signum() >= 0) {
                return new Priced(quantity, price);
            }
        }
        return amount.signum() < 0
                ? new Priced(BigDecimal.ONE.negate(), amount.negate())
                : new Priced(BigDecimal.ONE, amount);
    }

    private static @Nullable BigDecimal decimal(String text) {
        return text.matches("\\d{1,30}(\\.\\d{1,30})?") ? new BigDecimal(text) : null;
    }

    private String description(IssuedLine line) {
        String quantity = language.quantity(line.quantity());
        String used = (quantity + " " + new LineText(line, language).unit()).strip();
        String price = language.price(line.unitPrice());
        String days = language.date(line.from()) + " – " + language.date(line.to());
        return used.isEmpty() || price.isEmpty()
                ? days
                : "%s: %s × %s".formatted(days, used, price);
    }

    private void price(Priced priced) throws XMLStreamException {
        xml.group(
                "SpecifiedLineTradeAgreement",
                () ->
                        xml.group(
                                "NetPriceProductTradePrice",
                                () -> xml.number("ChargeAmount", priced.price)));
        xml.group(
                "SpecifiedLineTradeDelivery",
                () ->
                        xml.text(
                                "BilledQuantity",
                                priced.quantity.toPlainString(),
                                "unitCode",
                                PIECES));
    }

    private void tax(String category) throws XMLStreamException {
        xml.text("TypeCode", "VAT");
        xml.text("CategoryCode", category);
        if (!category.equals("O")) {
            xml.number("RateApplicablePercent", rate(category));
        }
    }

    private BigDecimal rate(String category) {
        return invoice.taxes().stream()
                .filter(each -> each.category().equals(category))
                .map(TaxLine::rate)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    /** Only within the invoice's own: an earlier one is in the description. */
    private void period(IssuedLine line) throws XMLStreamException {
        boolean within =
                !line.from().isBefore(invoice.period().month().atDay(1))
                        && !line.to().isAfter(invoice.period().month().atEndOfMonth())
                        && !line.to().isBefore(line.from());
        if (within) {
            xml.group(
                    "BillingSpecifiedPeriod",
                    () -> {
                        xml.date("StartDateTime", line.from());
                        xml.date("EndDateTime", line.to());
                    });
        }
    }

    private void total(BigDecimal amount) throws XMLStreamException {
        xml.group(
                "SpecifiedTradeSettlementLineMonetarySummation",
                () -> xml.number("LineTotalAmount", amount));
    }
}
