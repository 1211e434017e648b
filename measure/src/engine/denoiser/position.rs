//! Position codes of tokens.

use candle_core::{DType, Device, Result, Tensor};

use crate::engine::layer::rope::Rotation;

/// Base of the rotary angles in Flux and Qwen-Image (diffusers' `theta`).
const ROTARY_BASE: f64 = 10_000.0;

/// Flux: text at the origin, image tokens at their row and column.
pub fn flux(
    text_tokens: usize,
    rows: usize,
    columns: usize,
    widths: &[usize; 3],
    device: &Device,
) -> Result<Rotation> {
    let mut positions = vec![vec![0.0; 3]; text_tokens];
    positions.extend(grid(rows, columns).map(|(row, column)| vec![0.0, row, column]));
    Rotation::new(&positions, widths, ROTARY_BASE, device)
}

/// Qwen-Image: image tokens at row and column counted from the middle, text on the diagonal after the longest half.
pub fn qwen(
    text_tokens: usize,
    rows: usize,
    columns: usize,
    widths: &[usize; 3],
    device: &Device,
) -> Result<Rotation> {
    let first_text = (rows / 2).max(columns / 2);
    let mut positions: Vec<_> = (0..text_tokens).map(|token| vec![(first_text + token) as f64; 3]).collect();
    let middle = |length: usize| (length - length / 2) as f64;
    let image =
        grid(rows, columns).map(|(row, column)| vec![0.0, row - middle(rows), column - middle(columns)]);
    positions.extend(image);
    Rotation::new(&positions, widths, ROTARY_BASE, device)
}

fn grid(rows: usize, columns: usize) -> impl Iterator<Item = (f64, f64)> {
    (0..rows).flat_map(move |row| (0..columns).map(move |column| (row as f64, column as f64)))
}

/// Stable Diffusion 3: the middle `rows` × `columns` patches of its table of sines and cosines, (1, patches, width).
/// The table is a constant of the architecture (a buffer in checkpoints), so it is computed, not read.
pub fn sd3(
    rows: usize,
    columns: usize,
    width: usize,
    table_side: usize,
    base_side: usize,
    dtype: DType,
    device: &Device,
) -> Result<Tensor> {
    if rows > table_side || columns > table_side {
        candle_core::bail!(
            "the position table holds {table_side} × {table_side} patches; the image has {rows} × {columns}"
        );
    }
    // diffusers: position / (table_side / base_side).
    let place = |index: usize, length: usize| {
        ((table_side - length) / 2 + index) as f64 * base_side as f64 / table_side as f64
    };
    let quarter = width / 4;
    let mut table = Vec::with_capacity(rows * columns * width);
    for row in 0..rows {
        for column in 0..columns {
            // Columns first, as in diffusers' meshgrid.
            for position in [place(column, columns), place(row, rows)] {
                let angle = |wave: usize| position / ROTARY_BASE.powf(wave as f64 / quarter as f64);
                table.extend((0..quarter).map(|wave| angle(wave).sin() as f32));
                table.extend((0..quarter).map(|wave| angle(wave).cos() as f32));
            }
        }
    }
    Tensor::from_vec(table, (1, rows * columns, width), device)?.to_dtype(dtype)
}
