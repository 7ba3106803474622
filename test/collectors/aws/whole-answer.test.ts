import { describe, expect, it } from 'vitest';
import { isWholeAnswer } from '../../../src/collectors/aws/whole-answer.ts';

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe('an answer is whole', () => {
  it.each([
    [`${head}<DescribeVolumesResponse xmlns="x"><volumeSet/></DescribeVolumesResponse>`],
    ['<DescribeVolumesResponse><volumeSet/></DescribeVolumesResponse>\n'],
    [`${head}<DescribeVolumesResponse/>`],
  ])('%j', (body) => {
    expect(isWholeAnswer('DescribeVolumes', body)).toBe(true);
  });
});

describe('an answer is not whole, or not to this call', () => {
  it.each([
    [''],
    ['<html><body>Sign in</body></html>'],
    [`${head}<DescribeVolumesResponse xmlns="x"><volumeSet><item>`],
    [`${head}<DescribeImagesResponse></DescribeImagesResponse>`],
    [`${head}<DescribeVolumesResponsePlus></DescribeVolumesResponse>`],
    ['{"Volumes":[]}'],
  ])('%j', (body) => {
    expect(isWholeAnswer('DescribeVolumes', body)).toBe(false);
  });
});
