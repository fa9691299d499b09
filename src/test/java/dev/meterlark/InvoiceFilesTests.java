package dev.meterlark;

import static dev.meterlark.Asked.encoded;
import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Tenants.Tenant;
import dev.meterlark.billing.invoice.IssuedForTests;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;

@MeterlarkTest
class InvoiceFilesTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired IssuedForTests invoices;

    private Tenant tenant;
    private String number;

    @BeforeEach
    void issue() {
        tenant = tenants.newOwner();
        number = invoices.issue(tenant.account().id()).number().value();
    }

    @Test
    void anInvoiceIsDownloadedAsPdfCsvAndXml() {
        isFile(ask("pdf"), "application/pdf", "pdf", "%PDF-1.7");
        isFile(ask("csv"), "text/csv;charset=utf-8", "csv", "\uFEFFrow,invoice,");
        isFile(ask("xml"), "application/xml", "xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        assertThat(ask("xml").body()).contains("xrechnung_3.0", number);
        assertThat(ask("csv").body()).contains("payable," + number);
    }

    @Test
    void whatIsOfferedInNoSuchFormIsNotThere() {
        HttpResponse<String> answer = ask("docx");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).path("code").asString()).isEqualTo("not-found");
    }

    @Test
    void thePagesShowItAndOfferTheSameFiles() {
        Asked browser = new Asked(port);
        browser.signIn(tenant.email(), Tenants.PASSWORD);

        assertThat(browser.get("/invoices", "Accept", "text/html").body())
                .contains("/invoices/%s.pdf".formatted(number), "148.75 EUR", "to be paid");
        assertThat(browser.get("/invoices/" + number, "Accept", "text/html").body())
                .contains("Invoice " + number, "123\u2009456\u2009789 requests", "thumbnails");
        HttpResponse<String> xml = browser.get("/invoices/%s.xml".formatted(number));
        isFile(xml, "application/xml", "xml", "<?xml");
    }

    @Test
    void theOperatorLooksAtOneOfAnAccountTakesItsFilesAndCorrectsIt() {
        Tenant operator = tenants.operator();
        Asked browser = new Asked(port);
        browser.signIn(operator.email(), Tenants.PASSWORD);
        String page = "/operator/money/%s/invoices/%s".formatted(tenant.account().id(), number);
        String others = "/operator/money/%s/invoices/%s".formatted(operator.account().id(), number);

        assertThat(page(browser, page)).contains("Invoice " + number, "Issue a credit note");
        assertThat(browser.get(others).statusCode()).isEqualTo(404);
        isFile(browser.get(page + ".pdf"), "application/pdf", "pdf", "%PDF-1.7");
        isFile(
                new Asked(port)
                        .ask(
                                "GET",
                                "/api/v1/admin/accounts/%s/invoices/%s.xml"
                                        .formatted(tenant.account().id(), number),
                                operator.token(),
                                ""),
                "application/xml",
                "xml",
                "<?xml");
        String reason = "reason=wrong+price&_csrf=" + encoded(browser.formToken(page));
        assertThat(browser.submit(others + "/credit-notes", reason).statusCode()).isEqualTo(404);
        browser.submit(page + "/credit-notes", reason);
        assertThat(page(browser, page)).contains("A credit note takes back");
        browser.submit(page + "/void", reason);
        assertThat(page(browser, page)).contains("has a credit note");

        browser = new Asked(port);
        browser.signIn(tenant.email(), Tenants.PASSWORD);
        assertThat(page(browser, "/invoices")).contains("Credit note", number);
    }

    private static String page(Asked browser, String path) {
        return browser.get(path, "Accept", "text/html").body();
    }

    private HttpResponse<String> ask(String format) {
        String path = "/api/v1/invoices/%s.%s".formatted(number, format);
        return new Asked(port).ask("GET", path, tenant.token(), "");
    }

    private void isFile(HttpResponse<String> answer, String type, String extension, String start) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type").replace("; ", ";")).isEqualTo(type);
        assertThat(header(answer, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"invoice-%s.%s\"".formatted(number, extension));
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Cache-Control")).contains("no-store");
        assertThat(answer.body()).startsWith(start);
    }
}
