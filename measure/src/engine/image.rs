//! Images to files.

use std::io::Write;
use std::path::{Path, PathBuf};

use candle_core::{DType, Tensor};

use super::error::EngineError;

/// Writes a PNG from colours between 0 and 1 (3, height, width); `path` is for messages.
///
/// # Errors
/// A file that cannot be written, or a tensor of another shape.
pub fn write_png(path: &Path, to: impl Write, colours: &Tensor) -> Result<(), EngineError> {
    let failed = |reason: String| EngineError::Image { path: path.to_owned(), reason };
    let (_, height, width) = colours.dims3()?;
    let bytes: Vec<u8> = colours
        .affine(255.0, 0.0)?
        .round()?
        .to_dtype(DType::U8)?
        .permute((1, 2, 0))?
        .flatten_all()?
        .to_vec1()?;
    let mut encoder = png::Encoder::new(to, width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(|error| failed(error.to_string()))?;
    writer.write_image_data(&bytes).map_err(|error| failed(error.to_string()))?;
    writer.finish().map_err(|error| failed(error.to_string()))
}

/// Returns the path of image `index` of `count`: `path` for a single one, else `path` with `-0`, `-1`, … before its extension.
pub fn numbered(path: &Path, index: usize, count: usize) -> PathBuf {
    if count == 1 {
        return path.to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{index}.{extension}"))
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Tensor};

    use super::*;

    #[test]
    fn pixels_survive_the_file() {
        let colours = Tensor::arange(0f32, 24.0, &Device::Cpu).unwrap().reshape((3, 2, 4)).unwrap();
        let colours = (colours / 24.0).unwrap();
        let mut file = Vec::new();
        write_png(Path::new("fox.png"), &mut file, &colours).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        assert_eq!((info.width, info.height), (4, 2));
        // The second pixel of the first row: 1/24, 9/24, 17/24.
        assert_eq!(bytes[3..6], [11, 96, 181]);
    }

    #[test]
    fn batches_are_numbered() {
        assert_eq!(numbered(Path::new("out/fox.png"), 0, 1), Path::new("out/fox.png"));
        assert_eq!(numbered(Path::new("out/fox.png"), 1, 2), Path::new("out/fox-1.png"));
    }
}
