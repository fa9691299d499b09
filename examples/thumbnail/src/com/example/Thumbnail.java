package com.example;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;

import javax.imageio.ImageIO;

/**
 * Makes a small JPEG of a large picture: {@code {"image": base64, "width": 160}} in, {@code
 * {"image": base64, "width": 160, "height": 107}} out. Nothing but the JDK.
 */
public class Thumbnail implements Function<Thumbnail.Request, Thumbnail.Answer> {

    static {
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
    }

    public record Request(byte[] image, int width) {}

    public record Answer(byte[] image, int width, int height) {}

    @Override
    public Answer apply(Request request) {
        if (request.image() == null || request.width() < 1) {
            throw new IllegalArgumentException(
                    "send {\"image\": base64 of a picture, \"width\": pixels of the thumbnail}");
        }
        BufferedImage small = scale(read(request.image()), request.width());
        System.out.println("made " + small.getWidth() + " x " + small.getHeight());
        return new Answer(write(small), small.getWidth(), small.getHeight());
    }

    /** The same for callers who send a picture as it is and want one back: 160 pixels wide. */
    public byte[] raw(byte[] image) {
        return write(scale(read(image), 160));
    }

    private static BufferedImage read(byte[] image) {
        try {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(image));
            if (picture == null) {
                throw new IllegalArgumentException("this is no JPEG, PNG, GIF, BMP or WBMP");
            }
            return picture;
        } catch (IOException e) {
            throw new IllegalArgumentException("the picture is damaged: " + e.getMessage(), e);
        }
    }

    /** Each new pixel is the mean of the old ones that it stands for. */
    private static BufferedImage scale(BufferedImage from, int wanted) {
        int width = Math.min(wanted, from.getWidth());
        int height = Math.max(1, Math.round(from.getHeight() * (float) width / from.getWidth()));
        BufferedImage to = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                to.setRGB(x, y, mean(from, x, y, width, height));
            }
        }
        return to;
    }

    private static int mean(BufferedImage from, int x, int y, int width, int height) {
        int left = x * from.getWidth() / width;
        int right = Math.max(left + 1, (x + 1) * from.getWidth() / width);
        int top = y * from.getHeight() / height;
        int bottom = Math.max(top + 1, (y + 1) * from.getHeight() / height);
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int j = top; j < bottom; j++) {
            for (int i = left; i < right; i++) {
                int rgb = from.getRGB(i, j);
                red += rgb >> 16 & 255;
                green += rgb >> 8 & 255;
                blue += rgb & 255;
            }
        }
        long count = (long) (right - left) * (bottom - top);
        return (int) (red / count << 16 | green / count << 8 | blue / count);
    }

    private static byte[] write(BufferedImage image) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "jpeg", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
